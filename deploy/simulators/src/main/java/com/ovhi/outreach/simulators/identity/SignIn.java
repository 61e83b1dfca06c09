package com.ovhi.outreach.simulators.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks when it sends somebody here to sign in (RFC 6749 §4.1.1, RFC 7636).
 *
 * @param challenge S256 of what only the application knows
 */
record SignIn(String clientId, String redirectUri, String state, String challenge) {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST_STATE = 512;

    /**
     * Reads the parameters of the request.
     *
     * @throws IllegalArgumentException when the application is not one we know, or does not protect itself; nobody is
     *     ever sent to an address we do not know
     */
    static SignIn of(Map<String, String> given, IdentityProperties properties) {
        SignIn asked = new SignIn(
                given.getOrDefault("client_id", ""),
                given.getOrDefault("redirect_uri", ""),
                given.getOrDefault("state", ""),
                given.getOrDefault("code_challenge", ""));
        if (!asked.clientId.equals(properties.console())
                || !properties.redirects().contains(asked.redirectUri)) {
            throw new IllegalArgumentException("The application or its address is not known");
        }
        if (!"code".equals(given.get("response_type"))
                || !"S256".equals(given.get("code_challenge_method"))
                || !CHALLENGE.matcher(asked.challenge).matches()
                || asked.state.isEmpty()
                || asked.state.length() > LONGEST_STATE) {
            throw new IllegalArgumentException("It takes response_type=code, a state and an S256 code_challenge");
        }
        return asked;
    }

    /** Whether whoever brings the code is the one who sent the person here. */
    boolean isOf(@Nullable String client, @Nullable String address, @Nullable String verifier) {
        return clientId.equals(client)
                && redirectUri.equals(address)
                && verifier != null
                && MessageDigest.isEqual(
                        challenge.getBytes(StandardCharsets.US_ASCII),
                        s256(verifier).getBytes(StandardCharsets.US_ASCII));
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
