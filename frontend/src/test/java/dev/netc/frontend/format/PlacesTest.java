package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  private static final Places PLACES = new Places(Path.of("/home/my repo"));

  @Test
  void pathsBelowTheRootAreRelative() {
    assertThat(PLACES.path("a.net")).isEqualTo("a.net");
    assertThat(PLACES.path("./b/../a.net")).isEqualTo("a.net");
    assertThat(PLACES.path("/home/my repo/b/a.net")).isEqualTo("b/a.net");
  }

  @Test
  void othersStayAsTheyAre() {
    assertThat(PLACES.path("../other/a.net")).isEqualTo("../other/a.net");
    assertThat(PLACES.uri("../other/a b.net")).isEqualTo("file:///home/other/a%20b.net");
  }

  @Test
  void urisAreUris() {
    assertThat(URI.create(PLACES.rootUri()).resolve(PLACES.uri("b/c:d é%.net")).getPath())
        .isEqualTo("/home/my repo/b/c:d é%.net");
  }
}
