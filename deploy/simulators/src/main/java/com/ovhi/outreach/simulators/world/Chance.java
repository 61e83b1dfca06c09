package com.ovhi.outreach.simulators.world;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Repeatable chance: the same seed and key always draw the same numbers, whatever else happens meanwhile. */
public final class Chance {

    private static final long FNV_PRIME = 0x100000001b3L;

    private final long seed;

    /** Creates the chance of one world. */
    public Chance(long seed) {
        this.seed = seed;
    }

    /** A generator of its own for the given key. */
    public RandomGenerator of(String... key) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (String part : key) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ 0x1f) * FNV_PRIME;
        }
        return new SplittableRandom(hash);
    }

    /** Whether something of the given probability happens to the given key. */
    public boolean happens(double probability, String... key) {
        return probability > 0 && of(key).nextDouble() < probability;
    }
}
