package org.statehouse.metadata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** Doubles (IEEE 754 binary64) and the decimals that are written for them. */
final class Floats {

    /** Digits that every double keeps. */
    private static final int KEPT = 15;
    /** Digits that tell every double from all others. */
    private static final int ENOUGH = 17;
    /** Beyond these powers of ten a number is written with an exponent, as JavaScript does it. */
    private static final int LAST_PLAIN = 21;

    private static final int FIRST_PLAIN = -7;

    private Floats() {}

    /**
     * The double that a decimal means: the decimal is the shortest for it, or has 17 digits or more and is rounded from it.
     * Empty when no double is meant: beyond the range, or finer than doubles are.
     */
    static Optional<Double> of(BigDecimal decimal) {
        BigDecimal bare = decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        double nearest = bare.doubleValue();
        if (!Double.isFinite(nearest) || (nearest == 0 && bare.signum() != 0)) {
            return Optional.empty();
        }
        boolean meant = shortest(nearest).compareTo(bare) == 0
                || (bare.precision() >= ENOUGH
                        && new BigDecimal(nearest)
                                        .round(new MathContext(bare.precision(), RoundingMode.HALF_EVEN))
                                        .compareTo(bare)
                                == 0);
        return meant ? Optional.of(nearest == 0 ? 0.0 : nearest) : Optional.empty();
    }

    /** The decimal with the fewest digits whose nearest double is this one; of several the nearest to it. */
    static BigDecimal shortest(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = Math.abs(value) < Double.MIN_NORMAL ? 1 : KEPT; digits < ENOUGH; digits++) {
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP}) {
                BigDecimal candidate = exact.round(new MathContext(digits, mode));
                if (candidate.doubleValue() == value) {
                    return candidate.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(ENOUGH, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    /** A number as JSON has it. */
    static String text(double value) {
        BigDecimal shortest = shortest(value);
        int power = shortest.precision() - shortest.scale();
        return power > FIRST_PLAIN + 1 && power <= LAST_PLAIN ? shortest.toPlainString() : shortest.toString();
    }
}
