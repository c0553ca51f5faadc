pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What both ends write, the newest at the foot, and a line to write in: for who does not hear, or would rather not speak.
ColumnLayout {
    id: pane

    required property var view
    required property var intents

    // No room for what was written: then only the line to write in, and what did not arrive goes by the key beside it.
    required property bool squeezed
    readonly property var unsent: view.lines.filter(line => line.unsent).pop()
    readonly property bool again: squeezed && editor.text === "" && unsent !== undefined

    function send(): void {
        if (again)
            pane.intents.writeLine(unsent.text)
        if (editor.text === "")
            return
        pane.intents.writeLine(editor.value)
        editor.adopt("")
        editor.forceActiveFocus()
    }

    spacing: Theme.gap
    onVisibleChanged: if (visible) first.restart()

    Timer { id: first; interval: 0; onTriggered: editor.forceActiveFocus() }
    Card {
        visible: !pane.squeezed
        Layout.fillWidth: true
        Layout.fillHeight: true
        Flickable {
            id: flick
            anchors { fill: parent; margins: Theme.px(20) }
            contentWidth: width
            contentHeight: column.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            onContentHeightChanged: contentY = Math.max(0, contentHeight - height)
            onHeightChanged: contentY = Math.max(0, contentHeight - height)
            ColumnLayout {
                id: column
                width: flick.width
                spacing: Theme.gap
                Label {
                    visible: lines.count === 0
                    text: pane.view.chatHint
                    color: Theme.ink2
                    font.pixelSize: Theme.lead
                    maximumLineCount: 4
                    Layout.fillWidth: true
                }
                Repeater {
                    id: lines
                    model: pane.view.lines
                    delegate: Rectangle {
                        id: line
                        required property var modelData
                        readonly property bool mine: modelData.mine
                        readonly property string tone: modelData.unsent ? "bad" : mine ? "pri" : "acc"
                        implicitHeight: words.implicitHeight + Theme.px(28)
                        radius: Theme.radius
                        color: Theme.soft(tone)
                        border.width: Theme.contrast || modelData.unsent ? Theme.edge : 0
                        border.color: Theme.strong(tone)
                        Layout.fillWidth: true
                        Layout.leftMargin: mine ? Theme.px(56) : 0
                        Layout.rightMargin: mine ? 0 : Theme.px(56)
                        ColumnLayout {
                            id: words
                            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                            anchors { leftMargin: Theme.wide; rightMargin: Theme.wide }
                            spacing: 0
                            Label {
                                text: line.modelData.who
                                color: line.modelData.unsent ? Theme.badText : Theme.ink2
                                Layout.fillWidth: true
                            }
                            Label {
                                text: line.modelData.text
                                font.pixelSize: Theme.lead
                                maximumLineCount: 12
                                wrapMode: Text.Wrap
                                Layout.fillWidth: true
                            }
                            QuietButton {
                                objectName: "sendAgain"
                                visible: line.modelData.unsent
                                text: pane.view.againText
                                ink: Theme.badText
                                border: Theme.bad
                                Layout.fillWidth: true
                                Layout.topMargin: Theme.px(8)
                                onActivated: pane.intents.writeLine(line.modelData.text)
                            }
                        }
                    }
                }
            }
        }
        ScrollMark {
            flick: flick
            ground: Theme.card
        }
    }
    RowLayout {
        spacing: Theme.gap
        FieldBox {
            active: editor.activeFocus
            implicitHeight: Theme.px(Theme.elder ? 120 : 96)
            Layout.fillWidth: true
            MouseArea {
                anchors.fill: parent
                onClicked: editor.forceActiveFocus()
            }
            Editor {
                id: editor
                objectName: "field-line"
                anchors { fill: parent; leftMargin: Theme.px(28); rightMargin: Theme.px(20) }
                label: pane.view.chatLabel
                limit: 200
            }
        }
        PressButton {
            objectName: pane.again ? "sendAgain" : "sendLine"
            text: pane.again ? pane.view.againText : pane.view.sendText
            enabled: editor.text !== "" || pane.again
            fill: Theme.pri
            border: Theme.pri
            ink: Theme.inkOnPri
            onActivated: pane.send()
        }
    }
}
