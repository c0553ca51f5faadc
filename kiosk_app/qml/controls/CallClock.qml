pragma ComponentBehavior: Bound

import QtQuick

// "通话 02:41": the state of the call and how long it has lasted.
StatusChip {
    id: clock

    required property var frame
    property real nowMs: 0
    readonly property int seconds: frame.callSinceMs > 0 ? Math.max(0, Math.floor((nowMs - frame.callSinceMs) / 1000)) : -1

    function two(n: int): string { return String(n).padStart(2, "0") }

    pill: true
    dot: true
    tone: frame.callState === "connected" ? "pri" : "warn"
    text: frame.callChip === "" ? "" : seconds < 0 ? frame.callChip
        : frame.callChip + " " + two(Math.floor(seconds / 60)) + ":" + two(seconds % 60)

    Timer {
        interval: 500
        repeat: true
        running: clock.frame.callSinceMs > 0
        triggeredOnStart: true
        onTriggered: clock.nowMs = Date.now()
    }
}
