package org.statehouse.metadata;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;

/**
 * The part of regular expressions that RE2 and JavaScript (with the flag {@code u}) share, read by a small parser that
 * refuses the rest and writes it for RE2.
 *
 * <pre>
 * alternation: sequence ('|' sequence)*            quantifier: * + ? {n} {n,} {n,m}, each also with ? behind it
 * sequence:    (atom quantifier? | ^ | $ | \b | \B)*
 * atom:        ( ) (?: )  [ ] [^ ]  .  \d \D \w \W \s \S  \t \n \r \f \v  \xHH  \ before punctuation  any other character
 * </pre>
 *
 * Look-around, back-references, flags, named groups, {@code \p}, octal and {@code \\u} escapes, and POSIX classes are
 * refused. {@code .} and {@code \s} mean what they mean in JavaScript.
 */
final class CommonPattern {

    private static final int MAX_LENGTH = 256;
    private static final int MAX_COUNT = 1_000;
    private static final int MAX_SIZE = 10_000;
    private static final String SPACE =
            "\\t\\n\\x0B\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}"
                    + "\\x{205F}\\x{3000}\\x{FEFF}";
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private CommonPattern(String source) {
        this.source = source;
    }

    /**
     * An expression and what it costs.
     *
     * @param pattern to be searched for
     * @param size atoms when every count is written out: a search looks at each of them once a character at most
     */
    record Compiled(Pattern pattern, long size) {}

    /** The compiled expression, or a fault that says what is not allowed. */
    static Compiled compile(String source) throws ValueFault {
        Characters.require(source);
        if (source.isEmpty() || Characters.length(source) > MAX_LENGTH) {
            throw fault("must have 1 to " + MAX_LENGTH + " characters");
        }
        CommonPattern parser = new CommonPattern(source);
        long size = parser.alternation();
        if (parser.at < source.length()) {
            throw fault("has a ) without its (");
        }
        limit(size);
        try {
            return new Compiled(Pattern.compile(parser.out.toString()), size);
        } catch (PatternSyntaxException beyondTheParser) {
            throw fault("cannot be read: " + beyondTheParser.getDescription());
        }
    }

    /** How many atoms it has when every count is written out. */
    private long alternation() throws ValueFault {
        long size = 1;
        while (more() && peek() != ')') {
            if (peek() == '|') {
                out.append((char) next());
            } else {
                size += term();
            }
        }
        return size;
    }

    private long term() throws ValueFault {
        int c = peek();
        boolean edge = c == '^'
                || c == '$'
                || (c == '\\' && at + 1 < source.length() && "bB".indexOf(source.charAt(at + 1)) >= 0);
        if (edge) {
            out.append((char) next());
            if (c == '\\') {
                out.append((char) next());
            }
            if (more() && "*+?{".indexOf(peek()) >= 0) {
                throw fault("repeats ^, $, \\b or \\B; repeat a character, a class or a group");
            }
            return 1;
        }
        long size = atom();
        return limit(size * quantifier());
    }

    private long atom() throws ValueFault {
        int c = next();
        switch (c) {
            case '(' -> {
                return group();
            }
            case '[' -> characterClass();
            case '.' -> out.append("[^\\n\\r\\x{2028}\\x{2029}]");
            case '\\' -> escape(false);
            case '*', '+', '?', '{', '}', ']' ->
                throw fault("has a " + Character.toString(c) + " that stands for nothing; write \\"
                        + Character.toString(c) + " for the character itself");
            default -> literal(c);
        }
        return 1;
    }

    private long group() throws ValueFault {
        if (more() && peek() == '?') {
            if (!source.startsWith("?:", at)) {
                throw fault("has a group that begins with (?; of those only (?: ) is allowed");
            }
            at += 2;
        }
        out.append("(?:");
        long size = alternation();
        if (!more()) {
            throw fault("has a ( without its )");
        }
        next();
        out.append(')');
        return size;
    }

    private long quantifier() throws ValueFault {
        if (!more() || "*+?{".indexOf(peek()) < 0) {
            return 1;
        }
        long times = 1;
        int c = next();
        if (c == '{') {
            times = count();
        } else {
            out.append((char) c);
        }
        if (more() && peek() == '?') {
            out.append((char) next());
        }
        if (more() && "*+?{".indexOf(peek()) >= 0) {
            throw fault("repeats a repetition; put the inner one into a group (?: )");
        }
        return times;
    }

    private long count() throws ValueFault {
        int close = source.indexOf('}', at);
        String body = close < 0 ? "" : source.substring(at, close);
        if (!body.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
            throw fault("has a { that is no count such as {2}, {2,} or {2,5}; write \\{ for the character itself");
        }
        String[] ends = body.split(",", -1);
        int low = Integer.parseInt(ends[0]);
        int high = ends.length == 1 || ends[1].isEmpty() ? low : Integer.parseInt(ends[1]);
        if (high < low || high > MAX_COUNT) {
            throw fault("has the count {" + body + "}; counts go up to " + MAX_COUNT + ", the smaller one first");
        }
        out.append('{').append(body).append('}');
        at = close + 1;
        return Math.max(1, high);
    }

    private void characterClass() throws ValueFault {
        out.append('[');
        if (more() && peek() == '^') {
            out.append((char) next());
        }
        if (more() && peek() == ']') {
            throw fault("has an empty class []; write \\] for the character itself");
        }
        while (more() && peek() != ']') {
            int low = member();
            if (at + 1 < source.length() && peek() == '-' && source.charAt(at + 1) != ']') {
                next();
                out.append('-');
                int high = member();
                if (low < 0 || high < low) {
                    throw fault("has a range in a class whose ends are no characters, or the greater one first");
                }
            }
        }
        if (!more()) {
            throw fault("has a [ without its ]");
        }
        next();
        out.append(']');
    }

    /** One member of a class; its code point, or −1 for a set of characters. */
    private int member() throws ValueFault {
        int c = next();
        if (c == '\\') {
            return escape(true);
        }
        if (c == '[') {
            throw fault("has a [ inside a class; write \\[");
        }
        literal(c);
        return c;
    }

    /** What follows a backslash; its code point, or −1 for a set of characters. */
    private int escape(boolean inClass) throws ValueFault {
        if (!more()) {
            throw fault("ends with a backslash");
        }
        int c = next();
        switch (c) {
            case 'd', 'D', 'w', 'W' -> {
                out.append('\\').append((char) c);
                return -1;
            }
            case 's', 'S' -> {
                if (inClass && c == 'S') {
                    throw fault("has \\S inside a class, where it cannot be said the same way in Java; use [^...]");
                }
                out.append(inClass ? SPACE : (c == 's' ? "[" : "[^") + SPACE + "]");
                return -1;
            }
            case 't', 'n', 'r', 'f', 'v' -> {
                int code = "\t\n\r\f\u000B".charAt("tnrfv".indexOf(c));
                literal(code);
                return code;
            }
            case 'x' -> {
                String digits = source.substring(at, Math.min(at + 2, source.length()));
                if (!digits.matches("[0-9a-fA-F]{2}")) {
                    throw fault("has \\x without two hexadecimal digits");
                }
                at += 2;
                int code = Integer.parseInt(digits, 16);
                literal(code);
                return code;
            }
            default -> {
                if (SYNTAX.indexOf(c) < 0 && !(inClass && c == '-')) {
                    throw fault("has \\" + Character.toString(c)
                            + ", which is not in the part that Java and JavaScript share; allowed after a backslash:"
                            + " d D w W s S b B t n r f v xHH and " + SYNTAX + (inClass ? " -" : ""));
                }
                literal(c);
                return c;
            }
        }
    }

    private void literal(int c) {
        out.append("\\x{").append(Integer.toHexString(c)).append('}');
    }

    private boolean more() {
        return at < source.length();
    }

    private int peek() {
        return source.codePointAt(at);
    }

    private int next() {
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private static long limit(long size) throws ValueFault {
        if (size > MAX_SIZE) {
            throw fault("is too large: its counts multiply to more than " + MAX_SIZE + " characters");
        }
        return size;
    }

    private static ValueFault fault(String what) {
        return new ValueFault("pattern", what, Map.of());
    }
}
