@NullMarked
package com.ovhi.outreach.preference.audit;

import org.jspecify.annotations.NullMarked;
