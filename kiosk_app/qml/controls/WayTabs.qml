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

    spacing: Theme.gap

    Repeater {
        model: tabs.keyboard.offered.length > 1 ? tabs.keyboard.offered : []
        delegate: PressButton {
            required property string modelData
            objectName: "way-" + modelData
            text: tabs.names[modelData]
            textSize: Theme.body
            fill: tabs.now === modelData ? Theme.card : "transparent"
            border: tabs.now === modelData ? Theme.pri : "transparent"
            ink: tabs.now === modelData ? Theme.pri : Theme.ink2
            leftPadding: Theme.px(Theme.portrait ? 4 : 20)
            rightPadding: leftPadding
            Accessible.role: Accessible.RadioButton
            Accessible.checked: tabs.now === modelData
            onActivated: tabs.keyboard.switchTo(modelData)
        }
    }
}
