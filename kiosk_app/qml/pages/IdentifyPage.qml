pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// One instruction and its picture; other ways beside it.
PageArea {
    id: page

    readonly property bool done: view.phase === "done" && !asking
    readonly property bool reading: view.phase === "reading"
    readonly property bool trouble: view.phase === "trouble"
    readonly property bool byHand: view.way === "typed"
    readonly property bool asking: view.way === "answer"
    readonly property var pictures: ({ card: "card-on-reader", social: "card-in-slot", code: "phone-code" })

    IdentifyLines {
        anchors { fill: parent; topMargin: Theme.px(low ? 16 : 44); bottomMargin: Theme.px(low ? 12 : 36) }
        visible: page.byHand
        low: page.height < Theme.px(560)
        view: page.view
        intents: page.intents
    }
    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(44); bottomMargin: Theme.px(44) }
        visible: !page.byHand
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(64)
        rowSpacing: Theme.px(40)

        ScrollColumn {
            spacing: Theme.px(20)
            centred: !Theme.portrait
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait || page.asking
            Layout.preferredWidth: Theme.elder ? 1150 : 880
            Label {
                text: page.done ? page.view.person.name : page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                maximumLineCount: 4
                tight: true
                Layout.fillWidth: true
            }
            Prose {
                visible: text !== "" && !note.visible
                text: page.done ? page.view.person.numberMasked : page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            Repeater {
                model: page.view.people
                delegate: RowLayout {
                    id: person
                    required property var modelData
                    spacing: Theme.px(24)
                    Layout.fillWidth: true
                    Label {
                        text: person.modelData.label
                        font.pixelSize: Theme.lead
                        color: Theme.ink2
                        Layout.preferredWidth: Theme.em(150)
                    }
                    Label {
                        text: person.modelData.name
                        font.pixelSize: Theme.title
                        font.bold: true
                        maximumLineCount: 2
                        Layout.fillWidth: true
                    }
                }
            }
            TroubleNote {
                id: note
                visible: page.trouble && page.view.troubleText !== ""
                text: page.view.troubleText
                Layout.fillWidth: true
            }
            WayButtons {
                model: page.byHand ? [] : page.view.choices
                prefix: "answer-"
                strong: true
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(16)
                onPicked: id => page.intents.answerIdentify(id)
            }
            WayButtons {
                model: page.done || page.reading || page.byHand ? [] : page.view.otherWays
                prefix: "way-"
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(16)
                onPicked: id => page.intents.chooseOtherWay(id)
            }
            Prose {
                text: page.view.privacyText
                color: Theme.ink3
                maximumLineCount: 3
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(24)
            }
        }
        CardPicture {
            visible: !page.asking
            done: page.done
            reading: page.reading
            trouble: page.trouble
            art: page.pictures[page.view.way] ?? "card-on-reader"
            taken: page.view.phase === "lift"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: Theme.elder ? 610 : 880
        }
    }
}
