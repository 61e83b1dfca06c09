/** What the providers' codes mean, for those who call them and those who hear from them. */
@NullMarked
package com.ovhi.outreach.common.provider;

import org.jspecify.annotations.NullMarked;
