package org.statehouse.metadata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** Doubles (IEEE 754 binary64) and the decimals that are written for them. */
final class Floats {

    /** Digits that every double keeps. */
    private static final int KEPT = 15;
    /** From here on doubles leave whole numbers out. */
    private static final double FIRST_GAP = 0x1p53;
    /** Digits that tell every double from all others. */
    private static final int ENOUGH = 17;
    /** Beyond these powers of ten a number is written with an exponent, as JavaScript does it. */
    private static final int LAST_PLAIN = 21;

    private static final int FIRST_PLAIN = -7;

    private Floats() {}

    /**
     * The double that a decimal means: the decimal is its value, rounded to as many digits as the decimal has, or the shortest
     * for it. Empty when no double is meant: beyond the range, or finer than doubles are.
     */
    static Optional<Double> of(BigDecimal decimal) {
        BigDecimal bare = decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        double nearest = bare.doubleValue();
        if (!Double.isFinite(nearest) || (nearest == 0 && bare.signum() != 0)) {
            return Optional.empty();
        }
        boolean meant = shortest(nearest).compareTo(bare) == 0
                || new BigDecimal(nearest)
                                .round(new MathContext(bare.precision(), RoundingMode.HALF_EVEN))
                                .compareTo(bare)
                        == 0;
        return meant ? Optional.of(nearest == 0 ? 0.0 : nearest) : Optional.empty();
    }

    /**
     * The decimal with the fewest digits that is nearer to this double than to any other; of several the nearest to it. So
     * PostgreSQL writes doubles; 1e23, which lies in the middle between two, is 9.999999999999999e22.
     */
    static BigDecimal shortest(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal quick = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (quick.precision() <= KEPT && Math.abs(value) < FIRST_GAP && Math.abs(value) >= Double.MIN_NORMAL) {
            return quick;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = Math.abs(value) < Double.MIN_NORMAL ? 1 : KEPT; digits < ENOUGH; digits++) {
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP}) {
                BigDecimal candidate = exact.round(new MathContext(digits, mode));
                if (candidate.doubleValue() == value && !isMiddle(candidate, exact, value)) {
                    return candidate.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(ENOUGH, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static boolean isMiddle(BigDecimal candidate, BigDecimal exact, double value) {
        BigDecimal mirrored = candidate.add(candidate).subtract(exact);
        double other = candidate.compareTo(exact) > 0 ? Math.nextUp(value) : Math.nextDown(value);
        return Double.isFinite(other) && mirrored.compareTo(new BigDecimal(other)) == 0;
    }

    /** A number as JSON has it. */
    static String text(double value) {
        BigDecimal shortest = shortest(value);
        int power = shortest.precision() - shortest.scale();
        return power > FIRST_PLAIN + 1 && power <= LAST_PLAIN ? shortest.toPlainString() : shortest.toString();
    }
}
