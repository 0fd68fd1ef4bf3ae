"Richards: an operating system's kernel that schedules an idler, a worker, two handlers and two devices.
 After the suite's SOM version of Martin Richards's program; see NOTICE."

'benchmark.bat' requireScript.

"What all parts know: who is who, and how a packet joins a queue."
traits _AddSlots: (|
    richardsObject = (|
        parent* = traits clonable.

        noTask = nil.
        noWork = nil.

        idler = 0.
        worker = 1.
        handlerA = 2.
        handlerB = 3.
        deviceA = 4.
        deviceB = 5.

        devicePacketKind = 0.
        workPacketKind = 1.

        append: packet Head: queue = ( | last. next |
            packet link: noWork.
            noWork == queue ifTrue: [ ^ packet ].
            last: queue.
            [ next: last link. noWork == next ] whileFalse: [ last: next ].
            last link: packet.
            queue ).
    |).
|).

"Three flags, and the states that they make."
traits _AddSlots: (|
    richardsState = (|
        parent* = traits richardsObject.

        packetPending = (
            isPacketPending: true.
            isTaskWaiting: false.
            isTaskHolding: false.
            self ).

        running = (
            isPacketPending: false.
            isTaskWaiting: false.
            isTaskHolding: false.
            self ).

        waiting = (
            isPacketPending: false.
            isTaskWaiting: true.
            isTaskHolding: false.
            self ).

        waitingWithPacket = (
            isPacketPending: true.
            isTaskWaiting: true.
            isTaskHolding: false.
            self ).

        isTaskHoldingOrWaiting = ( isTaskHolding || [ isPacketPending not && [ isTaskWaiting ] ] ).
        isWaitingWithPacket = ( isPacketPending && [ isTaskWaiting && [ isTaskHolding not ] ] ).
    |).
|).

| richardsPacket = (|
    parent* = traits richardsObject.
    link.
    identity <- 0.
    kind <- 0.
    datum <- 0.
    data.

    copyLink: aLink Identity: anIdentity Kind: aKind = ( | packet |
        packet: copy.
        packet link: aLink.
        packet identity: anIdentity.
        packet kind: aKind.
        packet datum: 0.
        packet data: (vector copySize: 4 FillingWith: 0).
        packet ).
|).

richardsIdlerData = (|
    parent* = traits richardsObject.
    control <- 1.
    count <- 10000.
|).

richardsWorkerData = (|
    parent* = traits richardsObject.
    destination <- traits richardsObject handlerA.
    count <- 0.
|).

richardsHandlerData = (|
    parent* = traits richardsObject.
    workIn.
    deviceIn.

    addWork: packet = ( workIn: (append: packet Head: workIn) ).
    addDevice: packet = ( deviceIn: (append: packet Head: deviceIn) ).
|).

richardsDeviceData = (|
    parent* = traits richardsObject.
    pending.
|).

richardsState = (|
    parent* = traits richardsState.
    isPacketPending <- false.
    isTaskWaiting <- false.
    isTaskHolding <- false.
|).

richardsTask = (|
    parent* = traits richardsState.
    isPacketPending <- false.
    isTaskWaiting <- false.
    isTaskHolding <- false.
    link.
    identity <- 0.
    priority <- 0.
    input.
    function.
    handle.

    copyLink: aLink Identity: anIdentity Priority: aPriority Work: work State: state Function: block Data: data = (
        | task |
        task: copy.
        task link: aLink.
        task identity: anIdentity.
        task priority: aPriority.
        task input: work.
        task isPacketPending: state isPacketPending.
        task isTaskWaiting: state isTaskWaiting.
        task isTaskHolding: state isTaskHolding.
        task function: block.
        task handle: data.
        task ).

    "The task to go on with: this one if the packet woke it and it comes before the old one."
    addInput: packet CheckPriority: oldTask = (
        noWork == input
            ifTrue: [
                input: packet.
                isPacketPending: true.
                priority > oldTask priority ifTrue: [ ^ self ] ]
            False: [ input: (append: packet Head: input) ].
        oldTask ).

    runTask = ( | message |
        isWaitingWithPacket
            ifTrue: [
                message: input.
                input: message link.
                noWork == input ifTrue: [ running ] False: [ packetPending ] ]
            False: [ message: noWork ].
        function value: message With: handle ).
|) |

| richardsScheduler = (|
    parent* = traits richardsObject.
    taskList.
    currentTask.
    currentTaskIdentity <- 0.
    taskTable.
    queuePacketCount <- 0.
    holdCount <- 0.
    layout <- 0.
    tracing = false.

    copy = ( resend.copy taskTable: (vector copySize: 6 FillingWith: noTask) ).

    start = ( | queue |
        createIdler: idler Priority: 0 Work: noWork State: richardsState copy running.

        queue: (packetFor: worker Kind: workPacketKind Link: noWork).
        queue: (packetFor: worker Kind: workPacketKind Link: queue).
        createWorker: worker Priority: 1000 Work: queue State: richardsState copy waitingWithPacket.

        queue: (packetFor: deviceA Kind: devicePacketKind Link: noWork).
        queue: (packetFor: deviceA Kind: devicePacketKind Link: queue).
        queue: (packetFor: deviceA Kind: devicePacketKind Link: queue).
        createHandler: handlerA Priority: 2000 Work: queue State: richardsState copy waitingWithPacket.

        queue: (packetFor: deviceB Kind: devicePacketKind Link: noWork).
        queue: (packetFor: deviceB Kind: devicePacketKind Link: queue).
        queue: (packetFor: deviceB Kind: devicePacketKind Link: queue).
        createHandler: handlerB Priority: 3000 Work: queue State: richardsState copy waitingWithPacket.

        createDevice: deviceA Priority: 4000 Work: noWork State: richardsState copy waiting.
        createDevice: deviceB Priority: 5000 Work: noWork State: richardsState copy waiting.

        schedule.
        (queuePacketCount = 23246) && [ holdCount = 9297 ] ).

    schedule = (
        currentTask: taskList.
        [ noTask == currentTask ] whileFalse: [
            currentTask isTaskHoldingOrWaiting
                ifTrue: [ currentTask: currentTask link ]
                False: [
                    currentTaskIdentity: currentTask identity.
                    tracing ifTrue: [ trace: currentTaskIdentity ].
                    currentTask: currentTask runTask ] ] ).

    packetFor: identity Kind: kind Link: link = (
        richardsPacket copyLink: link Identity: identity Kind: kind ).

    createIdler: identity Priority: priority Work: work State: state = (
        createTask: identity Priority: priority Work: work State: state Data: richardsIdlerData copy
            Function: [| :packet. :data |
                data count: data count - 1.
                data count = 0
                    ifTrue: [ holdSelf ]
                    False: [
                        (data control bitAnd: 1) = 0
                            ifTrue: [
                                data control: data control / 2.
                                release: deviceA ]
                            False: [
                                data control: (data control / 2 bitXor: 53256).
                                release: deviceB ] ] ] ).

    createWorker: identity Priority: priority Work: work State: state = (
        createTask: identity Priority: priority Work: work State: state Data: richardsWorkerData copy
            Function: [| :packet. :data |
                noWork == packet
                    ifTrue: [ wait ]
                    False: [
                        data destination: (data destination = handlerA ifTrue: [ handlerB ] False: [ handlerA ]).
                        packet identity: data destination.
                        packet datum: 0.
                        0 upTo: 4 Do: [| :i |
                            data count: data count + 1.
                            data count > 26 ifTrue: [ data count: 1 ].
                            packet data at: i Put: 64 + data count ].
                        queuePacket: packet ] ] ).

    createHandler: identity Priority: priority Work: work State: state = (
        createTask: identity Priority: priority Work: work State: state Data: richardsHandlerData copy
            Function: [| :packet. :data. workPacket. devicePacket. count |
                noWork == packet ifFalse: [
                    packet kind = workPacketKind ifTrue: [ data addWork: packet ] False: [ data addDevice: packet ] ].
                workPacket: data workIn.
                noWork == workPacket
                    ifTrue: [ wait ]
                    False: [
                        count: workPacket datum.
                        count >= 4
                            ifTrue: [
                                data workIn: workPacket link.
                                queuePacket: workPacket ]
                            False: [
                                devicePacket: data deviceIn.
                                noWork == devicePacket
                                    ifTrue: [ wait ]
                                    False: [
                                        data deviceIn: devicePacket link.
                                        devicePacket datum: (workPacket data at: count).
                                        workPacket datum: count + 1.
                                        queuePacket: devicePacket ] ] ] ] ).

    createDevice: identity Priority: priority Work: work State: state = (
        createTask: identity Priority: priority Work: work State: state Data: richardsDeviceData copy
            Function: [| :packet. :data. waitingPacket |
                noWork == packet
                    ifTrue: [
                        waitingPacket: data pending.
                        noWork == waitingPacket
                            ifTrue: [ wait ]
                            False: [
                                data pending: noWork.
                                queuePacket: waitingPacket ] ]
                    False: [
                        data pending: packet.
                        tracing ifTrue: [ trace: packet datum ].
                        holdSelf ] ] ).

    createTask: identity Priority: priority Work: work State: state Data: data Function: block = (
        taskList: (richardsTask copyLink: taskList Identity: identity Priority: priority
            Work: work State: state Function: block Data: data).
        taskTable at: identity Put: taskList ).

    findTask: identity = ( | task |
        task: taskTable at: identity.
        noTask == task ifTrue: [ error: 'findTask failed' ].
        task ).

    holdSelf = (
        holdCount: holdCount + 1.
        currentTask isTaskHolding: true.
        currentTask link ).

    queuePacket: packet = ( | task |
        task: (findTask: packet identity).
        noTask == task ifTrue: [ ^ noTask ].
        queuePacketCount: queuePacketCount + 1.
        packet link: noWork.
        packet identity: currentTaskIdentity.
        task addInput: packet CheckPriority: currentTask ).

    release: identity = ( | task |
        task: (findTask: identity).
        noTask == task ifTrue: [ ^ noTask ].
        task isTaskHolding: false.
        task priority > currentTask priority ifTrue: [ task ] False: [ currentTask ] ).

    wait = (
        currentTask isTaskWaiting: true.
        currentTask ).

    trace: id = (
        layout: layout - 1.
        layout <= 0 ifTrue: [
            '' printLine.
            layout: 50 ].
        id print ).
|) |

| richardsBenchmark = (|
    parent* = traits benchmark.
    benchmark = ( richardsScheduler copy start ).
    verifyResult: result = ( result ).
|) |
