pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// One of several, all in sight: one tap, nothing to open.
Flow {
    id: field

    required property string name
    required property string value
    required property var choices
    property bool locked: false
    property bool wrong: false
    property bool marked: false
    signal chosen(string value)

    objectName: "field-" + name
    spacing: Theme.gap

    Repeater {
        model: field.choices
        delegate: T.AbstractButton {
            id: pill

            required property var modelData
            readonly property bool on: modelData.value === field.value

            objectName: "choice-" + field.name + "-" + modelData.value
            text: modelData.label
            enabled: !field.locked
            checkable: false
            focusPolicy: Qt.TabFocus
            implicitWidth: Math.min(field.width, Math.max(Theme.px(150), words.implicitWidth + Theme.em(34) + Theme.px(92)))
            implicitHeight: Math.max(Theme.px(Theme.elder ? 124 : 96), words.implicitHeight + Theme.px(16))
            Accessible.role: Accessible.RadioButton
            Accessible.name: text
            Accessible.checkable: true
            // Qt tells a screen reader what the button itself is, whatever stands above; a press does not change it.
            checked: on
            onClicked: if (!on) field.chosen(modelData.value)

            background: Rectangle {
                radius: Theme.radius
                color: pill.down ? Qt.darker(Theme.card, 1.1) : pill.on ? Theme.priSoft : Theme.card
                border.width: Theme.edgeBold
                border.color: field.wrong ? Theme.bad : field.marked ? Theme.acc : pill.on ? Theme.pri : Theme.lineStrong
            }
            contentItem: Item {
                Rectangle {
                    id: ring
                    anchors { left: parent.left; leftMargin: Theme.px(28); verticalCenter: parent.verticalCenter }
                    width: Theme.em(34)
                    height: width
                    radius: width / 2
                    color: Theme.card
                    border.width: Theme.edgeBold
                    border.color: pill.on ? Theme.pri : Theme.lineStrong
                    Rectangle {
                        anchors.centerIn: parent
                        visible: pill.on
                        width: Math.round(parent.width * 0.56)
                        height: width
                        radius: width / 2
                        color: Theme.pri
                    }
                }
                Label {
                    id: words
                    anchors { left: ring.right; right: parent.right; verticalCenter: parent.verticalCenter }
                    anchors { leftMargin: Theme.px(16); rightMargin: Theme.px(16) }
                    text: pill.text
                    font.pixelSize: Theme.lead
                    font.bold: pill.on
                    color: pill.on ? Theme.priDark : Theme.ink
                    maximumLineCount: 2
                }
            }
        }
    }
}
