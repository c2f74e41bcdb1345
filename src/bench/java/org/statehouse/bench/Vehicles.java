package org.statehouse.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The model that is measured, and new records of it: no two have the same plate or serial number. No record has a remark. */
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
              remark: { type: text, maxLength: 200 }
            indexes: [ [size, mileage] ]
            """;

    /** Its file below the metadata folder. */
    static final String FILE = "bench/vehicle.yaml";

    static final List<String> SIZES = List.of("COMPACT", "STANDARD", "OVERSIZED");

    /** Kilometres are equally distributed below this. */
    static final int MAX_MILEAGE = 100_000;

    /** Of new records; those of updates lie above it. */
    private static final int MAX_PRICE = 90_000;

    private static final List<String> MAKES = List.of("Saab", "Fiat", "Skoda", "Toyota", "Peugeot", "Land Rover");
    private static final List<String> COLORS = List.of("blue", "green", "white", "anthracite");
    private static final AtomicLong NEXT = new AtomicLong(1);
    private static final AtomicLong CENTS = new AtomicLong(100L * MAX_PRICE);

    private Vehicles() {}

    /** The JSON of a new record. */
    static String create(Random random) {
        long number = NEXT.getAndIncrement();
        return "{\"plate\":\"B-" + number + "\",\"size\":\"" + SIZES.get(random.nextInt(SIZES.size()))
                + "\",\"make\":\"" + MAKES.get(random.nextInt(MAKES.size()))
                + "\",\"color\":\"" + COLORS.get(random.nextInt(COLORS.size()))
                + "\",\"owner\":\"owner." + number + "@example.org\",\"mileage\":" + random.nextInt(MAX_MILEAGE)
                + ",\"price\":" + price(random) + ",\"seen\":\"2026-01-31T12:00:00Z\",\"serial\":" + number + "}";
    }

    /** One that no record has, as JSON: a patch that changes nothing would be another measurement. */
    static String freshPrice() {
        long cents = CENTS.getAndIncrement();
        return cents / 100 + "." + (cents / 10) % 10 + cents % 10;
    }

    /** With two decimals, as JSON. */
    static String price(Random random) {
        return random.nextInt(MAX_PRICE) + "." + (10 + random.nextInt(90));
    }
}
