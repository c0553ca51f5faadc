pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Lets a press through and holds the next one back: for 600 ms, or until shortly after the page has changed.
// What has only just appeared takes no press either, so the second half of a double press never lands on the next page.
Timer {
    id: guard

    readonly property string scene: Theme.scene
    readonly property bool resting: running || Theme.settling

    function admits(): bool {
        if (resting)
            return false
        interval = Theme.guardMs
        start()
        return true
    }

    onSceneChanged: {
        if (running) {
            interval = Theme.settleMs
            restart()
        }
    }
}
