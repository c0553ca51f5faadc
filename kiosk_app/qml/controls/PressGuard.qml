pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// Lets a press through and holds the next one back: for 600 ms, or until shortly after the page has changed.
// What has only just appeared takes no press either, so the second half of a double press never lands on the next page.
// Of two fingers on two buttons the first one counts.
Timer {
    id: guard

    // Left out by what guards a whole list: it is not counted among the fingers.
    property T.AbstractButton button
    readonly property bool down: button !== null && button.pressed
    property bool isSecond: false
    readonly property string scene: Theme.scene
    readonly property bool resting: running || Theme.settling

    function admits(): bool {
        if (resting || isSecond)
            return false
        interval = Theme.guardMs
        start()
        return true
    }

    // Hidden under the finger, a button may never hear that it was let go: it must not lock all the others.
    readonly property bool lost: down && !button.visible
    onLostChanged: if (lost && Theme.held === button) Theme.held = null

    onDownChanged: {
        if (down) {
            isSecond = Theme.held !== null && Theme.held !== button && Theme.held.visible
            if (!isSecond)
                Theme.held = button
        } else if (Theme.held === button) {
            Theme.held = null
        }
    }
    onSceneChanged: {
        if (running) {
            interval = Theme.settleMs
            restart()
        }
    }
}
