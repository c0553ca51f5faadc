pragma ComponentBehavior: Bound

import QtQuick
import ".."

// One drum: the middle row counts. A finger may turn it or touch the row above or below; arrow keys step.
FocusScope {
    id: column

    required property int from
    required property int to
    required property int value
    required property string words
    signal turned(int value)

    function settle(): void {
        const now = from + list.currentIndex
        if (now !== value)
            turned(now)
    }
    function step(to_: int): void {
        list.currentIndex = Math.max(0, Math.min(to_, list.count - 1))
        settle()
    }
    function follow(): void {
        if (!list.moving)
            list.currentIndex = Math.max(0, Math.min(value - from, list.count - 1))
    }

    // A drum that is stopped because its rows become fewer is still being told its value: it speaks afterwards.
    Timer { id: settling; interval: 0; onTriggered: column.settle() }

    implicitHeight: 3 * Theme.target
    activeFocusOnTab: true
    onValueChanged: follow()
    onFromChanged: follow()
    Component.onCompleted: { follow(); list.positionViewAtIndex(list.currentIndex, ListView.Center) }
    Accessible.role: Accessible.SpinBox
    Accessible.name: words.arg(value)
    // Its arrows turn it; the keypad's, which are shortcuts, would lead on.
    Keys.onShortcutOverride: event => event.accepted = [Qt.Key_Up, Qt.Key_Down, Qt.Key_Left, Qt.Key_Right].includes(event.key)
    Keys.onUpPressed: step(list.currentIndex - 1)
    Keys.onDownPressed: step(list.currentIndex + 1)

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.edgeBold
        border.color: column.activeFocus ? Theme.pri : Theme.lineStrong
    }
    Rectangle {
        y: Theme.target
        width: parent.width
        height: Theme.target
        color: Theme.priSoft
        border.width: Theme.edge
        border.color: Theme.pri
    }
    ListView {
        id: list
        anchors { fill: parent; margins: Theme.edgeBold }
        cacheBuffer: 0
        model: column.to - column.from + 1
        clip: true
        snapMode: ListView.SnapToItem
        boundsBehavior: Flickable.StopAtBounds
        highlightRangeMode: ListView.StrictlyEnforceRange
        preferredHighlightBegin: Theme.target - Theme.edgeBold
        preferredHighlightEnd: 2 * Theme.target - Theme.edgeBold
        highlightMoveDuration: Theme.quick
        maximumFlickVelocity: Theme.px(4000)
        onMovementEnded: settling.restart()
        onCountChanged: column.follow()
        delegate: Label {
            required property int index
            readonly property bool on: ListView.isCurrentItem
            width: list.width
            height: Theme.target
            text: column.words.arg(column.from + index)
            font.pixelSize: Theme.em(on ? 38 : 32)
            font.bold: on
            color: on ? Theme.priDark : Theme.ink2
            wrapMode: Text.NoWrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
        // Inside the moving content: its places are those of the rows.
        TapHandler {
            onTapped: eventPoint => {
                column.forceActiveFocus()
                const at = list.indexAt(list.width / 2, eventPoint.position.y)
                if (at >= 0)
                    column.step(at)
            }
        }
    }
}
