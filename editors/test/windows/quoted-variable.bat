"%JAVA_HOME%\bin\java" -jar app.jar %*
