pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Search by name, pinyin or initials; the guide of the chosen item at the side, in plain words.
PageArea {
    id: page

    readonly property bool beside: !Theme.portrait
    readonly property bool low: height < Theme.px(560)

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 20 : 40); bottomMargin: Theme.px(page.low ? 12 : 24) }
        columns: page.beside ? 2 : 1
        columnSpacing: Theme.px(32)
        rowSpacing: Theme.wide

        ColumnLayout {
            spacing: Theme.px(page.low ? 16 : 24)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1130

            SearchField {
                query: page.view.query
                summary: page.view.summary
                searching: page.view.searching
                startsTyping: page.view.startsTyping
                onEdited: text => page.intents.typeSearch(text)
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: page.view.heading
                font.pixelSize: Theme.lead
                font.bold: true
                color: Theme.priDark
                maximumLineCount: 2
                Layout.fillWidth: true
            }
            ListView {
                id: list

                // Qt keeps rows that left sight to use them again, and for another model shows in them what they showed
                // before: they are let go first.
                function alone(results: var): var {
                    reuseItems = false
                    reuseItems = true
                    return results
                }

                cacheBuffer: 0
                visible: count > 0
                model: alone(page.view.results)
                spacing: Theme.px(20)
                clip: true
                Layout.rightMargin: -Theme.px(20)
                boundsBehavior: Flickable.StopAtBounds
                Layout.fillWidth: true
                Layout.fillHeight: true
                ScrollMark { parent: list; flick: list; inside: true }
                delegate: ResultTile {
                    width: list.width - Theme.px(20)
                    onActivated: {
                        list.forceActiveFocus()
                        page.intents.chooseItem(model.itemId)
                    }
                }
            }
            FindStart {
                visible: list.count === 0 && page.view.doors.length > 0
                view: page.view
                onItemChosen: item => page.intents.chooseItem(item)
                onDoorOpened: door => {
                    list.forceActiveFocus()
                    page.intents.openDoor(door)
                }
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            EmptyFind {
                visible: list.count === 0 && page.view.doors.length === 0
                view: page.view
                onCall: page.intents.askCall()
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
        GuideCard {
            visible: page.view.guide.visible === true && !(page.low && Theme.elder)
            tight: page.low || Theme.portrait
            guide: page.view.guide
            intents: page.intents
            Layout.fillWidth: true
            Layout.fillHeight: page.beside
            Layout.preferredWidth: 646
            Layout.preferredHeight: page.beside ? -1 : Math.min(implicitHeight, page.height * (Theme.elder ? 0.42 : 0.5))
        }
    }
}
