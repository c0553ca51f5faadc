pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The person behind the glass: how many are there, how long it takes, and the one button to call.
Rectangle {
    id: card

    required property var view
    required property var intents
    readonly property color words: Theme.contrast ? Theme.ink : "#FFFFFF"
    readonly property color softWords: Theme.contrast ? Theme.ink : "#D5E9ED"

    implicitHeight: column.implicitHeight + 2 * column.anchors.margins
    radius: Theme.radiusBig
    border.width: Theme.contrast ? Theme.edge : 0
    border.color: Theme.line
    gradient: Gradient {
        GradientStop { position: 0; color: Theme.contrast ? "#000000" : "#0E6C80" }
        GradientStop { position: 1; color: Theme.contrast ? "#000000" : "#094C5B" }
    }

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.px(Theme.portrait ? 40 : 56)
        spacing: Theme.px(Theme.portrait ? 6 : 12)

        Label {
            text: qsTr("云坐席 · 面对面视频帮办")
            font.pixelSize: Theme.lead
            color: card.softWords
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.px(28)
            Label {
                text: card.view.seatsText
                font.pixelSize: Theme.em(Theme.portrait ? 96 : 120)
                font.bold: true
                color: card.words
                wrapMode: Text.NoWrap
                Layout.alignment: Qt.AlignBaseline
                Layout.topMargin: -Theme.px(24)
                Layout.bottomMargin: -Theme.px(24)
            }
            Label {
                text: card.view.seatsLabel
                font.pixelSize: Theme.title
                color: card.words
                Layout.alignment: Qt.AlignBaseline
                Layout.fillWidth: true
            }
        }
        Label {
            text: card.view.waitText
            font.pixelSize: Theme.em(34)
            color: card.words
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        PressButton {
            objectName: "askCall"
            enabled: card.view.canCall
            glyph: "phone"
            text: qsTr("呼叫工作人员")
            textSize: Theme.em(42)
            fill: Theme.contrast ? Theme.acc : "#FFFFFF"
            border: fill
            ink: Theme.contrast ? Theme.inkOnAcc : Theme.priDark
            round: Theme.radiusBig
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.px(132)
            Layout.topMargin: Theme.px(24)
            onActivated: card.intents.askCall()
        }
        Item { Layout.fillHeight: true }
        Rectangle {
            implicitHeight: Theme.edge
            color: Theme.contrast ? Theme.line : "#5E97A3"
            Layout.fillWidth: true
            Layout.topMargin: Theme.px(20)
            Layout.bottomMargin: Theme.px(8)
        }
        Repeater {
            model: [qsTr("先问您，您点头才接通"), qsTr("对方能看到您填的表，帮您一起改"), qsTr("不录像，随时可以挂断")]
            delegate: RowLayout {
                id: line
                required property string modelData
                spacing: Theme.px(18)
                LineIcon {
                    name: "check"
                    colour: card.softWords
                    size: Theme.em(30)
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: Theme.em(8)
                }
                Prose {
                    text: line.modelData
                    font.pixelSize: Theme.em(30)
                    color: card.words
                    Layout.fillWidth: true
                }
            }
        }
    }
}
