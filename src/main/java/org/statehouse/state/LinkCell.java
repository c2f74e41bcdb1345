package org.statehouse.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ids of links in one CSV cell, with semicolons between them; blanks around an id do not count. A backslash before a
 * character, such as a semicolon, makes it part of the id: no id has a backslash of its own.
 */
final class LinkCell {

    private LinkCell() {}

    static String write(List<Object> ids) {
        return ids.stream().map(id -> escaped(id.toString())).collect(Collectors.joining(";"));
    }

    private static String escaped(String id) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean edge = i == 0 || i == id.length() - 1;
            if (c == ';' || (edge && Character.isWhitespace(c))) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }

    /** The ids of a cell, none of the empty text. */
    static List<String> read(String cell) {
        List<String> ids = new ArrayList<>();
        if (cell.isEmpty()) {
            return ids;
        }
        StringBuilder id = new StringBuilder();
        int kept = 0;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ';') {
                id.setLength(kept);
                ids.add(id.toString());
                id.setLength(0);
                kept = 0;
                continue;
            }
            boolean escaped = c == '\\' && i + 1 < cell.length();
            i += escaped ? 1 : 0;
            if (escaped || !Character.isWhitespace(c)) {
                id.append(cell.charAt(i));
                kept = id.length();
            } else if (kept > 0) {
                id.append(c);
            }
        }
        id.setLength(kept);
        ids.add(id.toString());
        return ids;
    }
}
