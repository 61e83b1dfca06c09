package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.phi.Masked;
import org.jspecify.annotations.Nullable;

/**
 * How a patient can be reached on one channel. PHI.
 *
 * @param allowed what was said about the channel itself, null when nothing was
 * @param address in clear
 * @param hash look-up hash of the address
 * @param problem why there is no address although one was given
 */
public record Contact(
        @Nullable Boolean allowed,
        @Nullable String address,
        @Nullable String hash,
        @Nullable String problem) {

    /** Nothing is known. */
    public static final Contact NONE = new Contact(null, null, null, null);

    /** The same channel with a usable address. */
    Contact at(String address, String hash) {
        return new Contact(allowed, address, hash, null);
    }

    /** The same channel without address. */
    Contact without(@Nullable String problem) {
        return new Contact(allowed, null, null, problem);
    }

    /** The same address, with the channel allowed or not, or nothing said about it. */
    public Contact allow(@Nullable Boolean allow) {
        return new Contact(allow, address, hash, problem);
    }

    @Override
    public String toString() {
        return "Contact[" + Masked.MASK + "]";
    }
}
