package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.audit.Trail;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.testsend.TestSend.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders tests: one wish, one message, however often it is repeated. */
@Service
@EnableConfigurationProperties(TestSendProperties.class)
class TestSends {

    private final TestSendRows rows;
    private final TestAddresses addresses;
    private final TestSamples samples;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final Outbox outbox;
    private final Trail trail;
    private final TestSendProperties properties;
    private final Clock clock;

    TestSends(
            TestSendRows rows,
            TestAddresses addresses,
            TestSamples samples,
            FieldCipher cipher,
            AddressHash hashes,
            Outbox outbox,
            Trail trail,
            TestSendProperties properties,
            Clock clock) {
        this.rows = rows;
        this.addresses = addresses;
        this.samples = samples;
        this.cipher = cipher;
        this.hashes = hashes;
        this.outbox = outbox;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Orders a test; row, order and audit are written together.
     *
     * @throws ProblemException 404 {@code unknown-version} or {@code unknown-test-address}, 422 {@code other-channel},
     *     {@code idempotency-key-reuse} or what rendering refuses, 429 {@code too-many-tests}
     */
    @Transactional
    Ordered order(Wish wish) {
        var known = rows.find(wish);
        if (known.isPresent()) {
            return repeated(known.get(), wish);
        }
        var address = addresses.get(wish.organizationId(), wish.addressId());
        var template = samples.template(wish.organizationId(), wish.templateId(), wish.version());
        if (template.wording().channel() != address.channel()) {
            throw ProblemException.unprocessable("other-channel", "The address is for another channel")
                    .with("channel", template.wording().channel().code());
        }
        var test = new TestSend(Ids.next(), wish, address.channel(), now());
        var order = order(test, template, address);
        try {
            rows.insert(test);
        } catch (DuplicateKeyException e) {
            return repeated(rows.find(wish).orElseThrow(() -> e), wish);
        }
        countAgainstQuota(wish.organizationId(), test.orderedAt());
        outbox.publish(Topics.TEST_SEND, test.id().toString(), order);
        audit(test);
        return new Ordered(test, false);
    }

    private TestSendOrdered order(TestSend test, Template template, TestAddress address) {
        var content = TestMark.content(
                template.wording(),
                samples.composition(test.wish().organizationId(), template),
                StaffAddress.written(address.address()),
                hashes.of(address.address()));
        return new TestSendOrdered(
                test.id(),
                test.wish().organizationId(),
                test.channel(),
                template.wording().marketing(),
                test.orderedAt().plus(properties.patience()),
                cipher.seal(ContractJson.writeText(content), TestSendOrdered.contentContext(test.id())));
    }

    private static Ordered repeated(TestSend known, Wish wish) {
        if (!known.wish().equals(wish)) {
            throw ProblemException.unprocessable(
                    "idempotency-key-reuse", "Another request has used this Idempotency-Key");
        }
        return new Ordered(known, true);
    }

    private void countAgainstQuota(long organization, Instant at) {
        var hour = at.truncatedTo(ChronoUnit.HOURS);
        if (rows.countIn(organization, hour) > properties.perHour()) {
            throw ProblemException.tooManyRequests(
                            "too-many-tests",
                            "The organisation has ordered too many tests; try again later",
                            Duration.between(at, hour.plus(Duration.ofHours(1))))
                    .with("per_hour", properties.perHour());
        }
    }

    private void audit(TestSend test) {
        var wish = test.wish();
        trail.record(
                wish.organizationId(),
                null,
                wish.orderedBy(),
                "test-send",
                Map.of(
                        "test_id", test.id().toString(),
                        "template_id", Long.toString(wish.templateId()),
                        "template_version", Integer.toString(wish.version()),
                        "channel", test.channel().code(),
                        "address_id", wish.addressId().toString()));
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A test, and whether it had been ordered before. */
    record Ordered(TestSend test, boolean repeated) {}
}
