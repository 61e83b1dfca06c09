package com.ovhi.outreach.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class CryptoTests {

    private final String keyset = KeysetTool.generate();
    private final FieldCipher cipher = FieldCipher.ofKeyset(keyset);

    @Test
    void opensWhatItSealedInTheSameContext() {
        assertThat(cipher.open(cipher.seal("+12125550100", "jobs|recipient|1"), "jobs|recipient|1"))
                .isEqualTo("+12125550100");
    }

    @Test
    void neverOpensInAnotherContext() {
        var sealed = cipher.seal("+12125550100", "jobs|recipient|1");

        assertThatThrownBy(() -> cipher.open(sealed, "jobs|recipient|2"))
                .isInstanceOf(UnreadableSecret.class)
                .hasNoCause();
    }

    @Test
    void neverOpensWhatWasTamperedWith() {
        var sealed = cipher.seal("hello", "c").ciphertext();
        var swapped = (sealed.charAt(12) == 'A' ? 'B' : 'A') + sealed.substring(13);

        assertThatThrownBy(() -> cipher.open(new Sealed(sealed.substring(0, 12) + swapped), "c"))
                .isInstanceOf(UnreadableSecret.class);
        assertThatThrownBy(() -> cipher.open(new Sealed("not base64!"), "c")).isInstanceOf(UnreadableSecret.class);
    }

    @Test
    void neverGivesTheSameCiphertextTwice() {
        var seen = new HashSet<Sealed>();

        for (var i = 0; i < 1_000; i++) {
            assertThat(seen.add(cipher.seal("same", "c"))).isTrue();
        }
    }

    @Test
    void readsOldValuesAfterRotationAndSealsWithTheNewKey() {
        var old = cipher.seal("kept", "c");
        var rotated = FieldCipher.ofKeyset(KeysetTool.rotate(keyset));

        assertThat(rotated.open(old, "c")).isEqualTo("kept");
        assertThatThrownBy(() -> cipher.open(rotated.seal("new", "c"), "c")).isInstanceOf(UnreadableSecret.class);
    }

    @Test
    void refusesAKeysetItCannotRead() {
        assertThatThrownBy(() -> FieldCipher.ofKeyset("{}")).hasMessageContaining("outreach.crypto.keyset");
    }

    @Test
    void hashesEqualAddressesAlikeHoweverTheyAreWritten() {
        var hash = new AddressHash(new byte[32]);

        assertThat(hash.of(PhoneNumber.parse("(212) 555-0100", "US").orElseThrow()))
                .isEqualTo(hash.of(PhoneNumber.parse("+1 212 555 0100", "US").orElseThrow()))
                .matches("[0-9a-f]{32}");
        assertThat(hash.of(EmailAddress.parse("Ann@Example.org").orElseThrow()))
                .isEqualTo(hash.of(EmailAddress.parse(" ann@example.ORG ").orElseThrow()));
    }

    @Test
    void hashesDependOnTheKey() {
        var other = new byte[32];
        other[0] = 1;
        var number = PhoneNumber.parse("+12125550100", "US").orElseThrow();

        assertThat(new AddressHash(new byte[32]).of(number)).isNotEqualTo(new AddressHash(other).of(number));
        assertThatThrownBy(() -> new AddressHash(new byte[8])).hasMessageContaining("32 bytes");
    }
}
