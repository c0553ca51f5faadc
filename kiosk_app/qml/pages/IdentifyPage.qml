pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// One instruction and its picture; other ways beside it.
PageArea {
    id: page

    readonly property bool done: view.phase === "done"
    readonly property bool reading: view.phase === "reading"
    readonly property bool trouble: view.phase === "trouble"

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(44); bottomMargin: Theme.px(44) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(64)
        rowSpacing: Theme.px(40)

        ScrollColumn {
            spacing: Theme.px(20)
            centred: !Theme.portrait
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: Theme.elder ? 1120 : 880
            Label {
                text: page.done ? page.view.person.name : page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                maximumLineCount: 4
                tight: true
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: page.done ? page.view.person.numberMasked : page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            Rectangle {
                visible: page.trouble && page.view.troubleText !== ""
                implicitHeight: Math.max(Theme.target, trouble.implicitHeight + Theme.px(40))
                radius: Theme.radius
                color: Theme.accSoft
                border.width: Theme.edgeBold
                border.color: Theme.acc
                Layout.fillWidth: true
                RowLayout {
                    anchors { fill: parent; leftMargin: Theme.px(28); rightMargin: Theme.px(28) }
                    spacing: Theme.px(20)
                    LineIcon {
                        name: "warning"
                        colour: Theme.accText
                        size: Theme.em(40)
                    }
                    Label {
                        id: trouble
                        text: page.view.troubleText
                        font.bold: true
                        color: Theme.accText
                        maximumLineCount: 4
                        verticalAlignment: Text.AlignVCenter
                        Layout.fillWidth: true
                    }
                }
            }
            Flow {
                visible: !page.done && ways.count > 0
                spacing: Theme.wide
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(16)
                Repeater {
                    id: ways
                    model: page.view.otherWays
                    delegate: QuietButton {
                        required property var modelData
                        objectName: "way-" + modelData.id
                        text: modelData.text
                        enabled: modelData.enabled
                        ink: Theme.ink
                        width: Math.min(implicitWidth, parent ? parent.width : implicitWidth)
                        onActivated: page.intents.chooseOtherWay(modelData.id)
                    }
                }
            }
            Label {
                text: page.view.privacyText
                color: Theme.ink3
                maximumLineCount: 3
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(24)
            }
        }
        CardPicture {
            done: page.done
            reading: page.reading
            trouble: page.trouble
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: Theme.elder ? 640 : 880
        }
    }
}
