package com.ovhi.outreach.simulators.sendgrid;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** Works out the public key that belongs to a private one; the JDK only does so when it makes the pair. */
final class PublicKeys {

    private final BigInteger prime;
    private final BigInteger a;

    private PublicKeys(ECParameterSpec curve) {
        this.prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        this.a = curve.getCurve().getA();
    }

    static PublicKey of(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        ECPoint point = new PublicKeys(curve).multiply(curve.getGenerator(), key.getS());
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    private ECPoint multiply(ECPoint point, BigInteger times) {
        ECPoint result = ECPoint.POINT_INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            result = add(result, result);
            if (times.testBit(bit)) {
                result = add(result, point);
            }
        }
        return result;
    }

    private ECPoint add(ECPoint p, ECPoint q) {
        if (p.equals(ECPoint.POINT_INFINITY)) {
            return q;
        }
        if (q.equals(ECPoint.POINT_INFINITY)) {
            return p;
        }
        BigInteger slope = p.equals(q) ? tangent(p) : chord(p, q);
        BigInteger x =
                slope.pow(2).subtract(p.getAffineX()).subtract(q.getAffineX()).mod(prime);
        BigInteger y = slope.multiply(p.getAffineX().subtract(x))
                .subtract(p.getAffineY())
                .mod(prime);
        return new ECPoint(x, y);
    }

    private BigInteger tangent(ECPoint p) {
        BigInteger rise = p.getAffineX().pow(2).multiply(BigInteger.valueOf(3)).add(a);
        return rise.multiply(p.getAffineY().shiftLeft(1).modInverse(prime));
    }

    private BigInteger chord(ECPoint p, ECPoint q) {
        BigInteger rise = q.getAffineY().subtract(p.getAffineY());
        return rise.multiply(q.getAffineX().subtract(p.getAffineX()).modInverse(prime));
    }
}
