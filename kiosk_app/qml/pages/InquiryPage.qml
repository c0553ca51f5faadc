pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// A card and a number, then what the hub says: how a matter stands, or a booked time.
PageArea {
    id: page

    readonly property bool low: height < Theme.px(560)

    ready: !view.signing || !ink.empty
    function goOn(): bool {
        if (view.signing) page.intents.sign(ink.strokes())
        return view.signing
    }
    function doSecondary(): bool {
        if (view.signing) ink.clear()
        return view.signing
    }

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 16 : 40); bottomMargin: Theme.px(page.low ? 8 : 32) }
        visible: !page.view.told
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(28)

        ColumnLayout {
            spacing: Theme.px(page.low ? 8 : 20)
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait || page.low
            Layout.preferredWidth: 990
            Label {
                visible: !page.low
                text: page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Prose {
                visible: !page.low && (page.view.troubleText === "" || Theme.portrait || !Theme.elder)
                text: page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            StatusChip {
                visible: !page.low && text !== ""
                text: page.view.cardText
                glyph: "check"
                tone: "ok"
            }
            FormFields {
                fields: page.view.fields
                intents: page.intents
                focusName: page.view.focusField
                columns: 1
                Layout.rightMargin: -Theme.px(20)
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.px(Theme.elder ? 240 : 200)
                Layout.preferredHeight: contentHeight
            }
            TroubleNote {
                visible: !page.low && text !== ""
                text: page.view.looking ? page.view.lookingText : page.view.troubleText
                Layout.fillWidth: true
            }
        }
        CardPicture {
            visible: !page.low
            done: page.view.phase === "done"
            reading: page.view.phase === "reading"
            trouble: page.view.phase === "trouble"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 700
        }
    }
    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(Theme.elder ? 28 : 40); bottomMargin: Theme.px(24) }
        visible: page.view.told && !page.view.signing
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(32)

        ScrollColumn {
            spacing: Theme.px(Theme.elder ? 16 : 24)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: Theme.portrait && page.view.showRating ? implicitHeight : Infinity
            Layout.preferredWidth: 930
            Label {
                text: page.view.headline || page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: page.view.number
                font.pixelSize: Theme.lead
                color: Theme.ink2
                Layout.fillWidth: true
            }
            ToneCard {
                visible: text !== ""
                tone: page.view.tone
                text: page.view.toneText
                lines: 40 // an official's own words; the column scrolls
                Layout.fillWidth: true
            }
            QuietButton {
                objectName: "takeNotice"
                visible: text !== ""
                glyph: "paper"
                text: page.view.takeText
                ink: Theme.priDark
                border: Theme.pri
                Layout.fillWidth: true
                onActivated: page.intents.printNotices()
            }
            Card {
                // Over a rating big letters have no room for what the words on green say already.
                visible: !(Theme.elder && Theme.portrait && page.view.showRating && page.view.toneText !== "")
                implicitHeight: steps.implicitHeight + 2 * steps.anchors.margins
                Layout.fillWidth: true
                StepList {
                    id: steps
                    anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(Theme.elder ? 28 : 40) }
                    steps: page.view.steps
                    // Big letters over a rating have room for what is last.
                    from: Theme.elder && Theme.portrait && page.view.showRating ? Math.max(0, page.view.steps.length - 2) : 0
                }
            }
        }
        RatingCard { // all five at once, or some would be asked for more than others
            visible: page.view.showRating
            view: page.view
            intents: page.intents
            folded: Theme.elder || Theme.portrait
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.minimumHeight: Theme.portrait ? implicitHeight : 0
            Layout.preferredWidth: 820
        }
    }
    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(40); bottomMargin: Theme.px(32) }
        visible: page.view.signing
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(48)
        rowSpacing: Theme.px(24)
        PaperSheets {
            papers: page.view.papers
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 620
            Layout.preferredHeight: 620
        }
        ColumnLayout {
            spacing: Theme.px(20)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1140
            Layout.preferredHeight: 740
            Label {
                text: page.view.signTitle
                font.pixelSize: Theme.em(Theme.elder ? 44 : 52)
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            SignBox {
                id: ink
                hint: page.view.hint
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.px(260)
            }
        }
    }
}
