package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Operator;

/**
 * One figure of a group of records. Sums and averages of integers and decimals are exact, those of floats are floats.
 *
 * @param function that makes it
 * @param path what it is made of, null for the number of records
 */
public record Figure(Function function, @Nullable Path path) {

    /** Digits that an average has after the decimal point beyond those of its field; the last is rounded half up. */
    static final int AVERAGE_DIGITS = 6;

    private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

    /** Ways to make a figure. Nulls do not count. */
    public enum Function {
        /** How many records; with a path, how many of them have a value there. */
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX;

        /** The word for it in queries and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Why an attribute has no such figure; null if it has. */
        @Nullable
        String refusal(Attribute attribute) {
            return switch (this) {
                case COUNT -> null;
                case SUM, AVG -> isNumber(attribute) ? null : "only numbers have a " + word();
                case MIN, MAX -> isOrdered(attribute) ? null : "only texts, numbers and times have a " + word();
            };
        }
    }

    /** The word that the answer has it under, before its path. */
    public String member() {
        return function == Function.COUNT && path != null ? AggregateReader.COUNT_OF : function.word();
    }

    /** As a sort names it. */
    String text() {
        return path == null ? member() : member() + "." + path.text();
    }

    String sql(Joins joins) {
        if (path == null) {
            return "count(*)";
        }
        String column = joins.column(path);
        Integer scale = path.attribute().scale();
        return switch (function) {
            case COUNT -> "count(" + column + ")";
            case SUM -> "sum(" + column + ")";
            case AVG ->
                scale == null ? "avg(" + column + ")" : "round(avg(" + column + "), " + (scale + AVERAGE_DIGITS) + ")";
            case MIN -> "min(" + column + ")";
            case MAX -> "max(" + column + ")";
        };
    }

    /** Reads a column; null where no record has a value. */
    public @Nullable Object read(ResultSet row, int column) throws SQLException {
        if (path == null || function == Function.COUNT) {
            return row.getBigDecimal(column);
        }
        boolean exact = path.attribute().scale() != null;
        boolean own = function == Function.MIN || function == Function.MAX || !exact;
        return own ? path.attribute().read(row, column) : row.getBigDecimal(column);
    }

    /** Writes a value that {@link #read} has given. */
    public void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof BigDecimal number && !isOwn()) {
            writeExact(out, number);
        } else if (path != null) {
            path.attribute().toJson(out, value);
        }
    }

    private boolean isOwn() {
        return function == Function.MIN || function == Function.MAX;
    }

    /** A whole number beyond what every JSON reader keeps is a string, as it is in a record. */
    private void writeExact(JsonGenerator out, BigDecimal number) throws IOException {
        boolean whole = path == null
                || function == Function.COUNT
                || Integer.valueOf(0).equals(path.attribute().scale());
        if (whole && function != Function.AVG && number.toBigInteger().abs().compareTo(SAFE) > 0) {
            out.writeString(number.toBigInteger().toString());
        } else {
            out.writeNumber(number);
        }
    }

    private static boolean isNumber(Attribute attribute) {
        return attribute.scale() != null || attribute.isFloat();
    }

    private static boolean isOrdered(Attribute attribute) {
        Set<Operator> operators = attribute.operators();
        return operators.contains(Operator.GT) && attribute.hasExtremes();
    }
}
