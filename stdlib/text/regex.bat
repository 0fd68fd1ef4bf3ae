"Regular expressions: patterns for texts. Matching takes time in proportion to the text, whatever the pattern; a pattern that
would take too much memory is refused. What is written how: https://docs.rs/regex/latest/regex/#syntax"

traits _AddSlots: (|
    regex      = (| parent* = traits clonable |).
    regexMatch = (| parent* = traits clonable |).
|).

traits regex _AddSlots: (|
    {} = 'Comment: What regular expressions share.'.

    copyPattern: p = (
        "The expression of a pattern; an error with the reason if it is none.
         Example: (regex copyPattern: '[0-9]+') pattern  => '[0-9]+'"
        p asString _RegexCheckIfFail: [| :e. :name |
            e = 'syntaxError'
                ifTrue: [ ^ error: 'no regular expression: ', _FailureReason ]
                 False: [ ^ primitiveFailedError: e Name: name ] ].
        clone pattern: p asString ).
    ignoringCase = ( "The same, whatever the case of letters. Example: 'ab' asRegex ignoringCase matches: 'AB'  => true"
        copyPattern: '(?i)', pattern ).
    groupNames = (
        "A vector of the names of the groups, the whole match first; nil for those without a name.
         Example: '(?<year>[0-9]+)-([0-9]+)' asRegex groupNames  => a vector(nil, 'year', nil)"
        pattern _RegexGroups ).

    matches: text = (
        "Does it match the text as a whole?
         Example: '[0-9]+' asRegex matches: '2024'  => true
         Example: '[0-9]+' asRegex matches: 'in 2024'  => false"
        | s |
        s: text asString.
        (('\\A(?:', pattern, ')\\z') _RegexFind: s From: 0 IfFail: [
            "A comment at the end of the pattern has hidden the bracket."
            ('\\A(?:', pattern, '\n)\\z') _RegexFind: s From: 0 ]) isNil not ).
    isFoundIn: text = (
        "Does it match a part of the text?
         Example: '[0-9]+' asRegex isFoundIn: 'in 2024'  => true"
        (pattern _RegexFind: text asString From: 0) isNil not ).
    findIn: text = (
        "The first match; nil if there is none.
         Example: ('[0-9]+' asRegex findIn: 'in 2024') string  => '2024'"
        findIn: text From: 0 ).
    findIn: text From: start = (
        "The first match that begins at an index or later; nil if there is none.
         Example: ('a' asRegex findIn: 'banana' From: 2) start  => 3"
        | places |
        places: (pattern _RegexFind: text asString From: start).
        places ifNotNil: [ globals regexMatch copyRegex: self Text: text asString Places: places ] ).
    matchesIn: text Do: block = (
        "Runs the block with each match from left to right; matches do not overlap. Answers the receiver.
         Example: [| n <- 0 | '[0-9]+' asRegex matchesIn: '1 22 3' Do: [| :m | n: n + m string asInteger ]. n ] value  => 26"
        placesIn: text asString Do: [| :start | block value: (findIn: text From: start) ] ).
    placesIn: s Do: block = (
        "Runs the block with the start and the end of each match in a string from left to right. Answers the receiver.
         Example: [| n <- 0 | '[0-9]+' asRegex placesIn: '1 22 3' Do: [| :start. :end | n: n + end ]. n ] value  => 11"
        | places. last |
        [ places: (pattern _RegexFindSome: s After: last). places isEmpty ] whileFalse: [| i <- 0 |
            [ i < places size ] whileTrue: [
                last: (places at: i + 1).
                block value: (places at: i) With: last.
                i: i + 2 ] ].
        self ).
    allIn: text = (
        "A list of the texts that it matches, from left to right.
         Example: '[0-9]+' asRegex allIn: '1 22 3'  => a list('1', '22', '3')"
        | s. found |
        s: text asString.
        found: globals list copyRemoveAll.
        placesIn: s Do: [| :start. :end | found add: (s copyFrom: start UpTo: end) ].
        found ).
    split: text = (
        "A list of the parts between matches.
         Example: ' *, *' asRegex split: 'a , b,c'  => a list('a', 'b', 'c')"
        | s. parts. last <- 0 |
        s: text asString.
        parts: globals list copyRemoveAll.
        placesIn: s Do: [| :start. :end | parts add: (s copyFrom: last UpTo: start). last: end ].
        parts add: (s copyFrom: last UpTo: s size) ).
    replaceIn: text With: template = (
        "The text with every match replaced by a template, in which `$1` or `${name}` stands for what a group matched and `$$` for `$`.
         Example: '([a-z]+)=([a-z]+)' asRegex replaceIn: 'a=b c=d' With: '$2=$1'  => 'b=a d=c'"
        | s. t. out. last. piece |
        s: text asString. t: template asString.
        out: globals mutableString copyRemoveAll.
        [ piece: (pattern _RegexReplaceSome: s With: t After: last). piece isNil ] whileFalse: [
            out append: (piece at: 0).
            last: (piece at: 1) ].
        last isNil ifTrue: [ ^ s ].
        out append: (s copyFrom: last UpTo: s size).
        out asString ).
    replaceIn: text By: block = (
        "The text with every match replaced by the block's value, which is given the match.
         Example: '[0-9]+' asRegex replaceIn: '3 and 4' By: [| :m | (m string asInteger * 2) printString ]  => '6 and 8'"
        | s. out. end <- 0 |
        s: text asString.
        out: globals mutableString copyRemoveAll.
        matchesIn: s Do: [| :m |
            out append: (s copyFrom: end UpTo: m start).
            out append: (block value: m).
            end: m end ].
        out append: (s copyFrom: end UpTo: s size).
        out asString ).

    = r = ( "The same pattern? Example: 'a' asRegex = 'a' asRegex  => true" r equalsRegex: self ).
    equalsRegex: r = ( "The other half of =." pattern = r pattern ).
    hash = ( "The same for equal expressions." pattern hash ).
    statePrintString = ( "Its pattern. Example: 'a+' asRegex  => a regex('a+')" pattern printString ).
|).

traits regexMatch _AddSlots: (|
    {} = 'Comment: What matches share. Group 0 is the whole match.'.

    copyRegex: r Text: t Places: p = ( "A new match." ((clone regex: r) text: t) places: p ).
    size = (
        "How many groups there are, the whole included. Example: ('(a)(b)' asRegex findIn: 'ab') size  => 3"
        places size / 2 ).
    start = ( "Where the match begins. Example: ('b' asRegex findIn: 'abc') start  => 1" places at: 0 ).
    end   = ( "Where it ends. Example: ('b' asRegex findIn: 'abc') end  => 2" places at: 1 ).
    string = ( "The text that was matched. Example: ('b.' asRegex findIn: 'abc') string  => 'bc'" at: 0 ).
    at: group = (
        "What a group matched, by number or name; nil if it had no part in the match.
         Example: ('(?<key>[a-z]+)=([0-9]+)' asRegex findIn: 'a=1') at: 'key'  => 'a'
         Example: ('(a)|(b)' asRegex findIn: 'b') at: 1  => nil"
        | i |
        i: (group isString ifTrue: [ regex groupNames keyOf: group IfAbsent: [ ^ absent: group ] ] False: [ group ]).
        ((0 <= i) && [ i < size ]) ifFalse: [ ^ absent: group ].
        (places at: i * 2) ifNotNil: [| :from | text copyFrom: from UpTo: (places at: (i * 2) + 1) ] ).
    groups = (
        "A vector of what the groups matched, the whole first. Example: ('(a)(b)' asRegex findIn: 'ab') groups  => a vector('ab', 'a', 'b')"
        (globals vector copySize: size) mapBy: [| :x. :i | at: i ] ).
    asString = ( "The text that was matched." string ).
    statePrintString = (
        "The text that was matched. Example: 'b' asRegex findIn: 'abc'  => a regexMatch('b')"
        string printString ).
|).

globals _AddSlots: (|
    regex = (|
        {} = 'Comment: The expression that matches nothing but the empty text, to be copied with copyPattern:.'.
        parent* = traits regex.
        pattern <- ''.
    |).
|).
globals _AddSlots: (|
    regexMatch = (|
        {} = 'Comment: Where a text was matched.'.
        parent* = traits regexMatch.
        regex  <- globals regex.
        text   <- ''.
        places <- globals vector.
    |).
|).

traits string _AddSlots: (|
    asRegex = (
        "The regular expression that the text is. Example: 'a+' asRegex matches: 'aaa'  => true"
        globals regex copyPattern: self ).
    matchesRegex: pattern = (
        "Does a pattern match the whole text? Example: 'aaa' matchesRegex: 'a+'  => true"
        pattern asRegex matches: self ).
|).
traits regex _AddSlots: (| asRegex = ( "The receiver." self ) |).
defaultBehavior _AddSlots: (| equalsRegex: r = ( false ) |).
