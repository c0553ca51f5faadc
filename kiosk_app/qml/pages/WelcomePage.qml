pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// One question, one search, four doors, and the person behind the glass. In big letters: six doors and one big call.
PageArea {
    id: page

    required property var links
    showsLinks: Theme.elder && !Theme.portrait
    // The proof of the wipe takes its line from these, so that the doors keep clear of the bar.
    readonly property bool close: cleared.visible && !Theme.portrait

    TextMetrics {
        id: wide
        font.family: Theme.family
        font.pixelSize: Theme.hero
        font.bold: true
        text: page.view.question
    }
    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(28); bottomMargin: Theme.px(Theme.elder && !Theme.portrait ? 48 : 24) }
        columns: Theme.portrait || Theme.elder ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(Theme.elder ? 28 : 40)

        ColumnLayout {
            spacing: Theme.px(12)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 990

            RowLayout {
                id: line
                // Of the line, not of the words: their own width is a matter of their size.
                readonly property real room: width - (search.visible ? search.implicitWidth + spacing : 0)
                spacing: Theme.wide
                Label {
                    id: question
                    text: page.view.question
                    font.pixelSize: wide.advanceWidth > line.room ? Theme.question : Theme.hero
                    font.bold: true
                    maximumLineCount: Theme.portrait ? 4 : 2
                    tight: true
                    Layout.fillWidth: true
                }
                QuietButton {
                    id: search
                    objectName: "search"
                    visible: Theme.elder
                    glyph: "search"
                    text: qsTr("搜事项")
                    border: Theme.pri
                    ink: Theme.priDark
                    onActivated: page.intents.openSearch()
                }
            }
            Label {
                visible: !Theme.elder
                text: page.view.hint
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 2
                Layout.fillWidth: true
            }
            WelcomeSearch {
                visible: !Theme.elder
                intents: page.intents
                Layout.fillWidth: true
                Layout.topMargin: page.close ? 0 : Theme.px(12)
            }
            Flow {
                visible: !Theme.elder && favourites.count > 0
                spacing: Theme.px(20)
                Layout.topMargin: Theme.px(4)
                Layout.fillWidth: true
                Layout.maximumHeight: Theme.portrait ? 2 * Theme.target + spacing : Theme.target
                clip: true
                Label {
                    text: qsTr("常办")
                    color: Theme.ink2
                    height: Theme.target
                    verticalAlignment: Text.AlignVCenter
                }
                Repeater {
                    id: favourites
                    model: page.view.favourites
                    delegate: Chip {
                        required property var modelData
                        objectName: "favourite-" + modelData.itemId
                        text: modelData.text
                        onActivated: page.intents.chooseItem(modelData.itemId)
                    }
                }
            }
            Item {
                Layout.fillWidth: true
                Layout.fillHeight: !Theme.elder
                Layout.minimumHeight: cleared.visible ? cleared.height : 0
                Layout.bottomMargin: cleared.visible && Theme.elder && Theme.portrait ? Theme.px(8) : 0
                StatusChip {
                    id: cleared
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: page.close ? -Theme.px(5) : 0
                    visible: page.view.cleared !== ""
                    text: page.view.cleared
                    glyph: "check"
                    tone: "ok"
                }
            }
            GridLayout {
                columns: Theme.portrait ? 2 : Theme.elder ? 3 : 4
                columnSpacing: Theme.px(28)
                rowSpacing: Theme.px(28)
                uniformCellWidths: true
                uniformCellHeights: true
                Layout.fillWidth: true
                Layout.fillHeight: Theme.elder
                Repeater {
                    model: page.view.doors
                    delegate: DoorTile {
                        required property var modelData
                        required property int index
                        door: modelData
                        order: index
                        objectName: "door-" + modelData.id
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        onActivated: page.intents.openDoor(modelData.id)
                    }
                }
            }
        }
        WelcomeCall {
            visible: !Theme.elder
            view: page.view
            intents: page.intents
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: 760
        }
        RowLayout {
            visible: Theme.elder
            spacing: Theme.px(28)
            Layout.fillWidth: true
            CallButton {
                objectName: "askCall"
                enabled: page.view.canCall
                text: qsTr("叫工作人员来帮我")
                under: page.view.waitText
                textSize: Theme.em(Theme.portrait ? 56 : 44)
                round: Theme.radiusHuge
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.px(Theme.portrait ? 280 : 256)
                onActivated: page.intents.askCall()
            }
            LinkButtons {
                visible: page.showsLinks
                links: page.links
                intents: page.intents
                Layout.fillHeight: true
            }
        }
    }
}
