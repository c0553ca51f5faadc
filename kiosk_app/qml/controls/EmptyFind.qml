pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Nothing found, or nothing asked yet: what to do now, and a person.
Item {
    id: empty

    required property var view
    signal call

    ColumnLayout {
        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.px(12) }
        spacing: Theme.wide
        Prose {
            text: empty.view.emptyText !== "" ? empty.view.emptyText
                : empty.view.searching ? qsTr("正在找…") : qsTr("写出事情的名字就行，比如“社保卡”“老人津贴”，也可以只打首字母。")
            font.pixelSize: Theme.lead
            color: Theme.ink2
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        Prose {
            visible: text !== ""
            text: empty.view.missedText
            color: Theme.ink2
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        CallButton {
            objectName: "askCallEmpty"
            visible: empty.view.emptyText !== ""
            text: qsTr("请工作人员帮我找")
            onActivated: empty.call()
        }
    }
}
