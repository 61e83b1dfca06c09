package com.ovhi.outreach.preference.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.preference.audit.Actor;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class PageSavingTests {

    private final PreferencePages pages = mock(PreferencePages.class);
    private final PageSaving saving = new PageSaving(pages);
    private final PageLink link = new PageLink(UUID.randomUUID(), 1, 16, SettableClock.START);
    private final PageForm form = new PageForm(1, Set.of(), Set.of(), null, null, null);

    @Test
    void triesAgainWhenTheDatabaseChoseItAsTheVictimOfADeadlock() {
        given(pages.save(any(), any(), any()))
                .willThrow(new CannotAcquireLockException("deadlock"))
                .willThrow(new CannotAcquireLockException("deadlock"))
                .willReturn(true);

        assertThat(saving.save(link, form, Actor.PATIENT)).isTrue();
    }

    @Test
    void givesUpAfterFiveTries() {
        given(pages.save(any(), any(), any())).willThrow(new CannotAcquireLockException("deadlock"));

        assertThatExceptionOfType(CannotAcquireLockException.class)
                .isThrownBy(() -> saving.save(link, form, Actor.PATIENT));
        verify(pages, times(5)).save(link, form, Actor.PATIENT);
    }
}
