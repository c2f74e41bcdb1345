package org.statehouse.metadata;

/** Numbers of books (ISO 2108): their digits without the hyphens and blanks between them, and the check digit. */
final class Isbn {

    private Isbn() {}

    /** The digits and X, or "" when there is another character. */
    static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '0' && c <= '9') || c == 'X' || c == 'x') {
                digits.append(c);
            } else if (c != '-' && c != ' ') {
                return "";
            }
        }
        return digits.toString();
    }

    /** Of ten digits, the last of which may be X for ten: weights from 10 to 1, a multiple of 11. */
    static boolean isTen(String digits) {
        if (!digits.matches("[0-9]{9}[0-9Xx]")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += (10 - i) * value(digits.charAt(i));
        }
        return sum % 11 == 0;
    }

    /** Of thirteen digits that begin with 978 or 979: weights 1 and 3 by turns, a multiple of 10. */
    static boolean isThirteen(String digits) {
        if (!digits.matches("97[89][0-9]{10}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * value(digits.charAt(i));
        }
        return sum % 10 == 0;
    }

    private static int value(char digit) {
        return digit == 'X' || digit == 'x' ? 10 : digit - '0';
    }
}
