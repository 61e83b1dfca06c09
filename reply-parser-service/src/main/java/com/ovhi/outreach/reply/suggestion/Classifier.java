package com.ovhi.outreach.reply.suggestion;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Multinomial logistic regression over hashed features, with weights of one byte. Immutable.
 *
 * @param labels what it tells apart
 * @param scale what a weight of one is worth
 * @param weights of each label in each bucket, buckets first
 */
record Classifier(List<String> labels, float scale, byte[] weights) {

    /** Makes weights small: the largest becomes {@link Byte#MAX_VALUE}. */
    static Classifier of(List<String> labels, double[] exact) {
        var largest = 0.0;
        for (var weight : exact) {
            largest = Math.max(largest, Math.abs(weight));
        }
        var scale = largest == 0 ? 1 : (float) (largest / Byte.MAX_VALUE);
        var weights = new byte[exact.length];
        for (var i = 0; i < exact.length; i++) {
            weights[i] = (byte) Math.round(exact[i] / scale);
        }
        return new Classifier(List.copyOf(labels), scale, weights);
    }

    static Classifier read(DataInput in) throws IOException {
        var labels = new ArrayList<String>();
        var number = in.readUnsignedByte();
        for (var i = 0; i < number; i++) {
            labels.add(in.readUTF());
        }
        var scale = in.readFloat();
        var weights = new byte[number * Features.BUCKETS];
        in.readFully(weights);
        return new Classifier(List.copyOf(labels), scale, weights);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(labels.size());
        for (var label : labels) {
            out.writeUTF(label);
        }
        out.writeFloat(scale);
        out.write(weights);
    }

    /** The most likely label. */
    Guess guess(int[] features) {
        var sums = new long[labels.size()];
        for (var feature : features) {
            var start = feature * labels.size();
            for (var label = 0; label < sums.length; label++) {
                sums[label] += weights[start + label];
            }
        }
        var best = 0;
        for (var label = 1; label < sums.length; label++) {
            best = sums[label] > sums[best] ? label : best;
        }
        var worth = scale / Math.sqrt(features.length);
        var all = 0.0;
        for (var sum : sums) {
            all += Math.exp((sum - sums[best]) * worth);
        }
        return new Guess(labels.get(best), 1 / all);
    }

    /**
     * A label and how likely it is.
     *
     * @param likelihood in [0, 1]
     */
    record Guess(String label, double likelihood) {}
}
