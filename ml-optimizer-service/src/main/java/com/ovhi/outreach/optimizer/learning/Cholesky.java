package com.ovhi.outreach.optimizer.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The factor L of a positive definite matrix {@code A = L·Lᵀ} (G. H. Golub, C. F. Van Loan, Matrix Computations, §4.2). */
final class Cholesky {

    private final double[][] factor;

    private Cholesky(double[][] factor) {
        this.factor = factor;
    }

    static Cholesky of(double[][] matrix) {
        var size = matrix.length;
        var factor = new double[size][size];
        for (var i = 0; i < size; i++) {
            for (var j = 0; j <= i; j++) {
                var rest = matrix[i][j];
                for (var k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                if (i == j && !(rest > 0)) {
                    throw new ArithmeticException("Not positive definite");
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        return new Cholesky(factor);
    }

    /** The x of {@code A·x = b}. */
    double[] solve(double[] b) {
        var x = b.clone();
        for (var i = 0; i < x.length; i++) {
            for (var k = 0; k < i; k++) {
                x[i] -= factor[i][k] * x[k];
            }
            x[i] /= factor[i][i];
        }
        for (var i = x.length - 1; i >= 0; i--) {
            for (var k = i + 1; k < x.length; k++) {
                x[i] -= factor[k][i] * x[k];
            }
            x[i] /= factor[i][i];
        }
        return x;
    }

    List<List<Double>> inverse() {
        var rows = new ArrayList<List<Double>>();
        for (var i = 0; i < factor.length; i++) {
            var unit = new double[factor.length];
            unit[i] = 1;
            rows.add(Arrays.stream(solve(unit)).boxed().toList());
        }
        return rows;
    }
}
