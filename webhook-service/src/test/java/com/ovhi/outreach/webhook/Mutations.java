package com.ovhi.outreach.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ten thousand ways in which something signed may have been changed on its way, the same ones each time. */
public final class Mutations {

    private static final int NUMBER = 10_000;

    private Mutations() {}

    /** Changed copies of some bytes, none of them equal to the original. */
    public static Stream<byte[]> of(byte[] original) {
        var random = new Random(42);
        return IntStream.range(0, 2 * NUMBER)
                .mapToObj(_ -> changed(original, random))
                .filter(each -> !Arrays.equals(each, original))
                .limit(NUMBER);
    }

    /** The same for a header, which has no line breaks. */
    public static Stream<String> of(String original) {
        return of(original.getBytes(StandardCharsets.ISO_8859_1))
                .map(each -> new String(each, StandardCharsets.ISO_8859_1));
    }

    private static byte[] changed(byte[] original, Random random) {
        var at = random.nextInt(original.length);
        var length = 1 + random.nextInt(Math.min(8, original.length - at));
        return switch (random.nextInt(6)) {
            case 0 -> flipped(original, at, random);
            case 1 -> Arrays.copyOf(original, at);
            case 2 -> joined(original, 0, at, original, at + length, original.length);
            case 3 -> joined(original, 0, at + length, original, at, original.length);
            case 4 -> joined(original, at, original.length, original, 0, at);
            default -> joined(original, 0, at, noise(random), 0, length, original, at);
        };
    }

    private static byte[] flipped(byte[] original, int at, Random random) {
        var copy = original.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static byte[] noise(Random random) {
        var bytes = new byte[8];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(one, from, to - from);
        bytes.write(other, otherFrom, otherTo - otherFrom);
        return bytes.toByteArray();
    }

    private static byte[] joined(
            byte[] one, int from, int to, byte[] middle, int middleFrom, int middleTo, byte[] rest, int restFrom) {
        return joined(
                joined(one, from, to, middle, middleFrom, middleTo), 0, to + middleTo, rest, restFrom, rest.length);
    }
}
