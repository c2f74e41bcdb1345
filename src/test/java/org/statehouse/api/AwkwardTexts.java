package org.statehouse.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Texts that go wrong elsewhere: those of {@code awkward-texts.json}, and kinds of which one makes many. */
final class AwkwardTexts {

    private AwkwardTexts() {}

    static List<String> all() {
        Set<String> texts = new LinkedHashSet<>();
        try (InputStream file = Objects.requireNonNull(AwkwardTexts.class.getResourceAsStream("/awkward-texts.json"))) {
            new ObjectMapper().readTree(file).forEach(text -> texts.add(text.asText()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        whiteSpace(texts);
        formats(texts);
        edges(texts);
        cases(texts);
        twins(texts);
        lookalikes(texts);
        lengths(texts);
        return new ArrayList<>(texts);
    }

    /** White space of every script, at the start, at the end, within, and alone. */
    private static void whiteSpace(Set<String> texts) {
        for (int c : new int[] {
            0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2004, 0x2005, 0x2006,
            0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000
        }) {
            String space = Character.toString(c);
            texts.add(space + "s" + c);
            texts.add("e" + c + space);
            texts.add("w" + space + c);
        }
    }

    /** What has no width of its own: directions, joiners, tags, variation selectors, soft hyphens. */
    private static void formats(Set<String> texts) {
        for (int c : new int[] {
            0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
            0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206F, 0xFE00, 0xFE0F, 0xFEFF, 0xFFF9, 0xFFFB,
            0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0100
        }) {
            texts.add("a" + Character.toString(c) + "b");
        }
    }

    /** Code points at the edges of planes, blocks and encodings, non-characters among them. */
    private static void edges(Set<String> texts) {
        for (int c : new int[] {
            0x01, 0x02, 0x08, 0x0E, 0x1A, 0x1F, 0x7F, 0x80, 0x9F, 0xFF, 0x100, 0x7FF, 0x800, 0xFFF, 0xD7FF, 0xE000,
            0xF8FF, 0xFDD0, 0xFDEF, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x1FFFF, 0x2FFFF, 0x3FFFE,
            0xEFFFF, 0xF0000, 0xFFFFF, 0x100000, 0x10FFFD, 0x10FFFE, 0x10FFFF
        }) {
            texts.add("edge " + Character.toString(c));
        }
    }

    /** Letters whose case is not one letter, or not the same everywhere. */
    private static void cases(Set<String> texts) {
        for (String text : List.of(
                "STRASSE straße STRAẞE",
                "İstanbul",
                "ıspanak",
                "I\u0307",
                "ſecond",
                "\u212Aelvin",
                "\u212Bngstrom",
                "ΌΣΟΣ",
                "όσος",
                "ǅ",
                "ﬀ",
                "ﬃ",
                "ŉ",
                "ᾳ",
                "ᾼ",
                "ΐ",
                "ﬗ",
                "Ꭰꭰ",
                "\u1E9E",
                "ß",
                "ss",
                "SS",
                "ǰ",
                "ẖ",
                "ა",
                "Ა",
                "𐐀𐐨",
                "ⅷⅧ",
                "ⓐⒶ")) {
            texts.add(text);
        }
    }

    /** The same to the eye, composed and not: each stays what it is. */
    private static void twins(Set<String> texts) {
        for (String text : List.of(
                "caf\u00E9",
                "cafe\u0301",
                "\u1E69",
                "s\u0323\u0307",
                "s\u0307\u0323",
                "\u2126",
                "\u03A9",
                "\u00C5",
                "A\u030A",
                "\uAC00",
                "\u1100\u1161",
                "\uFB01",
                "fi",
                "\u00B2",
                "2",
                "\u0958",
                "\u0915\u093C",
                "\u1FFD",
                "\u00B4")) {
            texts.add("twin " + text);
        }
    }

    /** What other readers take for a number, a time, a path, a formula or a part of their language. */
    private static void lookalikes(Set<String> texts) {
        for (String text : List.of(
                "0x1F",
                "1_000",
                "1e309",
                "-1e-400",
                "0b1",
                "0o7",
                "1.",
                ".5",
                "1,5",
                "+0",
                "1e400000",
                "--1",
                "٣",
                "৪",
                "Ⅷ",
                "2024-02-30T25:61:61Z",
                "0000-00-00",
                "24:00",
                "infinity",
                "epoch",
                "now",
                "2024-W01",
                "12/31/99",
                "' OR ''='",
                "1) OR (1=1",
                "x'; DELETE FROM change_log; --",
                "\\'; --",
                "%27%20OR",
                "\u02BC OR 1=1",
                "?1",
                "$1::int",
                "{{constructor}}",
                "${jndi:ldap://x}",
                "#{T(java)}",
                "@{x}",
                "%{x}",
                "<#if x>",
                "{% x %}",
                "{0,number}",
                "%1$s %n",
                "=1+1",
                "+1+1",
                "-1+1",
                "@SUM(1)",
                "\t=1",
                "\r=1",
                "|calc",
                "=IMPORTXML(1)",
                "\"=1\"",
                "'=1",
                ";=1",
                "{\"$ne\":null}",
                "[$ne]",
                "{\"eq\":1}",
                "isNull",
                "null,null",
                "a,b;c",
                "a\"b\"c",
                "\"",
                "\"\"\"",
                ",",
                "\n,\n",
                "^(a+)+$",
                "(?i)a",
                "[[:alpha:]]",
                "\\Q\\E",
                "a{1000}",
                ".*",
                "..%2f",
                "....//",
                "file.txt\u202Excod",
                "~root",
                "2026-01-01T00:00:00 SEVERE forged",
                "a\r\nSet-Cookie: b",
                "\u001B]0;title\u0007",
                "\u009B31m",
                "lpt1",
                "com1.txt",
                "a:b",
                "desktop.ini",
                "xn--a",
                "&#x0;",
                "]]>",
                "--><x>",
                "on*=",
                "\u2028alert(1)")) {
            texts.add(text);
        }
    }

    /** Lengths at which a limit may stand. */
    private static void lengths(Set<String> texts) {
        for (int length : new int[] {2, 63, 64, 127, 128, 255, 256, 1_000, 2_600, 5_000}) {
            texts.add("x".repeat(length));
        }
        texts.add("😀".repeat(5_000));
        texts.add("é".repeat(4_999) + "\uFFFF");
        texts.add("\\".repeat(2_000));
        texts.add("\"".repeat(2_000));
        texts.add("\u0301".repeat(1_000));
        texts.add("👩\u200D".repeat(500));
    }
}
