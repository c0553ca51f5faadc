pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The place of the page. With the controls lowered it is a window onto the page at its usual height, moved by two buttons:
// dragging stays with what is on the page.
Item {
    id: reach

    required property bool low
    required property real usualHeight
    required property string page
    required property var call
    required property var intents
    property bool talks: false
    // What stands above the page: the first touch brings the page to the top, the next ones go on from there.
    property real lead: 0
    // What an official marked: the picture that tells of it is out of reach.
    property string mark
    signal showMark
    default property alias host: paper.data
    readonly property bool moves: low && usualHeight > height
    readonly property real rest: Math.max(0, paper.height - glass.height)

    clip: low
    onPageChanged: paper.at = 0
    onLowChanged: paper.at = 0

    RowLayout {
        id: buttons
        visible: reach.moves
        width: parent.width
        y: Theme.px(12)
        spacing: Theme.gap
        QuietButton {
            objectName: "reachUp"
            glyph: "up"
            text: qsTr("看上面")
            enabled: paper.at > 0
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            leftPadding: Theme.px(12)
            rightPadding: leftPadding
            onActivated: paper.at = paper.at <= reach.lead ? 0 : Math.max(reach.lead, paper.at - paper.stride)
        }
        QuietButton {
            objectName: "reachDown"
            glyph: "down"
            text: qsTr("看下面")
            enabled: paper.at < reach.rest
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            leftPadding: Theme.px(12)
            rightPadding: leftPadding
            onActivated: paper.at = Math.min(reach.rest, paper.at < reach.lead ? reach.lead : paper.at + paper.stride)
        }
        TalkKeys {
            visible: reach.talks
            view: reach.call
            intents: reach.intents
            Layout.fillWidth: false
        }
    }
    PressButton {
        id: marked
        objectName: "markShow"
        visible: reach.low && reach.mark !== ""
        text: reach.mark
        fill: Theme.accSoft
        border: Theme.acc
        width: parent.width
        y: reach.moves ? buttons.y + buttons.height + Theme.gap : Theme.px(12)
        onActivated: reach.showMark()
    }
    Item {
        id: glass
        objectName: "reachGlass"
        y: marked.visible ? marked.y + marked.height + Theme.gap : reach.moves ? buttons.y + buttons.height + Theme.gap : 0
        width: parent.width
        height: parent.height - y
        clip: reach.moves
        Item {
            id: paper
            property real at: 0
            // What lies cut at one edge comes by whole at the next touch.
            readonly property real stride: Math.max(glass.height / 2, Math.min(0.8 * glass.height, glass.height - Theme.target - Theme.gap))
            width: parent.width
            height: reach.moves ? reach.usualHeight : glass.height
            y: -Math.min(at, reach.rest)
        }
    }
}
