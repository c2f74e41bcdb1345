package org.statehouse.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The model that is measured, and records of it that never were before. */
final class Vehicles {

    static final String PATH = "/api/records/vehicle";

    static final String MODEL = """
            model: vehicle
            display: [plate]
            fields:
              plate:
                type: text
                minLength: 2
                maxLength: 30
                required: true
                unique: true
                normalize: [trim, upper]
                rules: [ { rule: pattern, value: "^[A-Z0-9-]+$" } ]
              size: { type: enum, required: true, options: { COMPACT: Compact, STANDARD: Standard, OVERSIZED: Oversized } }
              make: { type: text, maxLength: 60 }
              color: { type: text, maxLength: 30 }
              owner: { type: email, normalize: [trim, lower] }
              mileage: { type: integer, min: 0 }
              price: { type: decimal, precision: 10, scale: 2, min: 0 }
              seen: { type: dateTime }
              serial: { type: integer, required: true }
            indexes: [ [size, mileage] ]
            """;

    static final List<String> SIZES = List.of("COMPACT", "STANDARD", "OVERSIZED");

    /** Kilometres are equally distributed below this. */
    static final int MAX_MILEAGE = 100_000;

    private static final List<String> MAKES = List.of("Saab", "Fiat", "Skoda", "Toyota", "Peugeot", "Land Rover");
    private static final List<String> COLORS = List.of("blue", "green", "white", "anthracite");
    private static final AtomicLong NEXT = new AtomicLong(1);

    private Vehicles() {}

    /** Goes on behind numbers that are taken. */
    static void beginAfter(long number) {
        NEXT.accumulateAndGet(number + 1, Math::max);
    }

    /** The JSON of a new record. */
    static String create(Random random) {
        long number = NEXT.getAndIncrement();
        return "{\"plate\":\"B-" + number + "\",\"size\":\"" + SIZES.get(random.nextInt(SIZES.size()))
                + "\",\"make\":\"" + MAKES.get(random.nextInt(MAKES.size()))
                + "\",\"color\":\"" + COLORS.get(random.nextInt(COLORS.size()))
                + "\",\"owner\":\"owner." + number + "@example.org\",\"mileage\":" + random.nextInt(MAX_MILEAGE)
                + ",\"price\":" + price(random) + ",\"seen\":\"2026-01-31T12:00:00Z\",\"serial\":" + number + "}";
    }

    /** With two decimals, as JSON. */
    static String price(Random random) {
        return random.nextInt(90_000) + "." + (10 + random.nextInt(90));
    }
}
