pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Behind a PIN: how the devices are, what can be tried, what was found.
PageArea {
    id: page

    required property var frames

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(36); bottomMargin: Theme.px(24) }
        columns: Theme.portrait ? 1 : 2
        uniformCellWidths: page.view.open
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(28)

        ScrollColumn {
            spacing: Theme.px(20)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 800
            Label {
                text: page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                Layout.fillWidth: true
            }
            Label {
                visible: !page.view.open
                text: page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            Label {
                visible: !page.view.open
                text: page.view.dots
                font.pixelSize: Theme.title
                wrapMode: Text.NoWrap
                Accessible.ignored: true
                Layout.fillWidth: true
            }
            StepList {
                visible: page.view.open
                steps: page.view.devices
                Layout.fillWidth: true
            }
            Repeater {
                model: page.view.facts
                delegate: Label {
                    required property var modelData
                    text: Theme.dotted([modelData.label, modelData.value])
                    color: Theme.ink2
                    maximumLineCount: 8
                    Layout.fillWidth: true
                }
            }
        }
        Item {
            visible: !page.view.open
            implicitHeight: 4 * Theme.target + 3 * Theme.gap
            Layout.fillWidth: true
            Layout.preferredWidth: 800
            Layout.alignment: Qt.AlignBottom
            DigitKeys {
                anchors { left: parent.left; right: parent.right; top: parent.top }
                gap: Theme.gap
                ends: false
                onStruck: key => page.intents.typePin(key === "backspace" ? page.view.pin.slice(0, -1) : key === "clear" ? "" : page.view.pin + key)
            }
        }
        ScrollColumn {
            visible: page.view.open
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 800
            PaperStage {
                visible: page.view.aims
                view: page.view.stage
                frames: page.frames
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.px(420)
            }
            RowLayout {
                spacing: Theme.gap
                Layout.fillWidth: true
                QuietButton {
                    objectName: "task-quieter"
                    text: qsTr("小声")
                    enabled: page.view.canTurnDown
                    ink: Theme.ink
                    onActivated: page.intents.chooseTask("quieter")
                }
                Label {
                    text: page.view.volumeText
                    horizontalAlignment: Text.AlignHCenter
                    Layout.fillWidth: true
                }
                QuietButton {
                    objectName: "task-louder"
                    text: qsTr("大声")
                    enabled: page.view.canTurnUp
                    ink: Theme.ink
                    onActivated: page.intents.chooseTask("louder")
                }
            }
            GridLayout {
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                uniformCellWidths: true
                Layout.fillWidth: true
                Repeater {
                    model: page.view.tasks
                    delegate: QuietButton {
                        required property var modelData
                        objectName: "task-" + modelData.id
                        text: modelData.text
                        enabled: modelData.enabled
                        ink: Theme.ink
                        leftPadding: Theme.px(16)
                        rightPadding: leftPadding
                        Layout.fillWidth: true
                        onActivated: page.intents.chooseTask(modelData.id)
                    }
                }
            }
            Label {
                visible: text !== ""
                text: page.view.busyText
                color: Theme.ink2
                Layout.fillWidth: true
            }
            Repeater {
                model: page.view.told
                delegate: ToneCard {
                    required property var modelData
                    tone: modelData.tone
                    glyph: modelData.tone === "ok" ? "check-circle" : "warning"
                    text: modelData.text
                    Layout.fillWidth: true
                }
            }
        }
    }
}
