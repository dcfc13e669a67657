/** Rules of the house that are known before anything is compiled. */
package io.integrationhost.house;
