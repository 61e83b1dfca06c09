package com.ovhi.outreach.preference.optout;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionRepliesTests {

    @ParameterizedTest
    @EnumSource
    void heedOnlyWhatChangesAPermission(Intent intent) {
        var reply = new ReplyUnderstood(
                Ids.next(),
                null,
                null,
                Channel.SMS,
                "a".repeat(32),
                intent,
                "en",
                1,
                "exact",
                null,
                SettableClock.START);

        assertThat(PermissionReplies.matters(reply))
                .isEqualTo(EnumSet.of(Intent.STOP, Intent.START, Intent.WRONG_PERSON)
                        .contains(intent));
    }
}
