pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The slip: on its way, printed, or not (then what to do).
Card {
    id: card

    property string state_: "printing"
    property string text
    readonly property bool trouble: state_ === "trouble"

    implicitHeight: column.implicitHeight + Theme.px(52)
    color: trouble ? Theme.badSoft : Theme.card
    border.color: trouble ? Theme.bad : Theme.line

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.px(36); rightMargin: Theme.px(36) }
        spacing: Theme.px(14)
        RowLayout {
            spacing: Theme.px(20)
            LineIcon {
                name: card.trouble ? "warning" : "printer"
                colour: card.trouble ? Theme.badText : card.state_ === "printed" ? Theme.okText : Theme.pri
                size: Theme.em(40)
            }
            Label {
                text: card.text
                font.pixelSize: Theme.lead
                font.bold: true
                color: card.trouble ? Theme.badText : Theme.ink
                maximumLineCount: 3
                verticalAlignment: Text.AlignVCenter
                Layout.fillWidth: true
            }
        }
        ProgressLine {
            visible: !card.trouble
            done: card.state_ === "printed"
            Layout.fillWidth: true
        }
    }
}
