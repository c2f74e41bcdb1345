package org.statehouse.metadata;

/** The parts of which addresses are made, as regular expressions: host names of RFC 1123 with the letters of RFC 5890. */
final class HostName {

    /** Beyond ASCII everything but white space, for a character class. */
    static final String WIDE = "\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}"
            + "\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";

    /** The first and the last character of a label. */
    static final String END = "[A-Za-z0-9" + WIDE + "]";

    /** What stands between them. */
    static final String INNER = "[A-Za-z0-9" + WIDE + "-]{0,61}";

    /** 1 to 63 characters. */
    static final String LABEL = END + "(?:" + INNER + END + ")?";

    private HostName() {}
}
