pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The search line; it has the keyboard as soon as the page opens.
FieldBox {
    id: search

    required property string query
    required property string summary
    required property bool searching
    property bool startsTyping: true
    property string label: qsTr("搜事项")
    property string hint: qsTr("打名字、拼音或首字母")
    signal edited(string text)

    property string announced: query

    function announce(): void {
        const words = editor.value + editor.preeditText.replace(/ /g, "")
        if (words === announced)
            return
        announced = words
        search.edited(words)
    }

    implicitHeight: Theme.px(Theme.elder ? 128 : 112)
    radius: Theme.radiusBig
    active: true
    onQueryChanged: if (query !== editor.value && !editor.activeFocus) editor.adopt(query)
    Component.onCompleted: {
        editor.adopt(query)
        if (startsTyping)
            Qt.callLater(editor.forceActiveFocus)
    }

    MouseArea {
        anchors.fill: parent
        onClicked: editor.forceActiveFocus()
    }
    RowLayout {
        anchors { fill: parent; leftMargin: Theme.px(36); rightMargin: Theme.px(8) }
        spacing: Theme.gap
        LineIcon {
            name: "search"
            colour: Theme.pri
            size: Theme.em(44)
        }
        Editor {
            id: editor
            objectName: "field-search"
            label: search.label
            keyLayout: "zh"
            limit: 60
            font.pixelSize: Theme.em(40)
            Layout.fillWidth: true
            Layout.fillHeight: true
            // Letters that still gather into pinyin already search: lnr finds before a word is chosen.
            onEdited: Qt.callLater(search.announce)
            onPreeditTextChanged: Qt.callLater(search.announce)
            Label {
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                visible: editor.text === "" && editor.preeditText === ""
                width: parent.width
                text: search.hint
                color: Theme.ink3
                font.pixelSize: Theme.em(34)
                wrapMode: Text.NoWrap
            }
        }
        Label {
            visible: (editor.text !== "" || editor.preeditText !== "") && text !== "" && search.width > Theme.px(Theme.elder ? 1200 : 800)
            text: search.searching ? qsTr("正在找…") : search.summary
            color: Theme.ink3
            font.pixelSize: Theme.lead
            wrapMode: Text.NoWrap
            Layout.maximumWidth: search.width * 0.45
        }
        PressButton {
            objectName: "clearSearch"
            visible: editor.text !== ""
            glyph: "close"
            describedAs: qsTr("清空搜索")
            fill: "transparent"
            border: "transparent"
            ink: Theme.ink3
            leftPadding: 0
            rightPadding: 0
            onActivated: {
                editor.adopt("")
                search.announce()
                editor.forceActiveFocus()
            }
        }
    }
}
