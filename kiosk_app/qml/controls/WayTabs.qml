pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The ways of writing Chinese that this booth has.
Row {
    id: tabs

    required property var keyboard
    readonly property string now: keyboard.language === "code" ? "rare" : keyboard.language
    readonly property var names: ({
        zh: qsTr("拼音"), nine: qsTr("九键"), hand: qsTr("手写"), stroke: qsTr("笔画"), rare: qsTr("生僻字")
    })

    // What there is for them at most, and how large their words may be in it.
    property real room: Infinity
    readonly property var offered: tabs.keyboard.offered.length > 1 ? tabs.keyboard.offered : []
    readonly property real pad: Theme.px(Theme.portrait ? 4 : 20)
    readonly property real large: Theme.px(56)
    readonly property bool fits: widest.advanceWidth + offered.length * (2 * pad + spacing) <= room

    spacing: Theme.gap

    TextMetrics {
        id: widest
        font { family: Theme.family; pixelSize: tabs.large; bold: true }
        text: tabs.offered.map(way => tabs.names[way]).join("")
    }
    Repeater {
        model: tabs.offered
        delegate: PressButton {
            required property string modelData
            objectName: "way-" + modelData
            text: tabs.names[modelData]
            textSize: Theme.zoomed ? tabs.fits ? tabs.large : tabs.large * 0.75 : Theme.body
            fill: tabs.now === modelData ? Theme.card : "transparent"
            border: tabs.now === modelData ? Theme.pri : "transparent"
            ink: tabs.now === modelData ? Theme.pri : Theme.ink2
            leftPadding: tabs.pad
            rightPadding: leftPadding
            Accessible.role: Accessible.RadioButton
            Accessible.checkable: true
            checked: tabs.now === modelData
            onActivated: tabs.keyboard.switchTo(modelData)
        }
    }
}
