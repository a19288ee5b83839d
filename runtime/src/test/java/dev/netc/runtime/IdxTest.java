package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {
  private static final byte[] PIXELS = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, -1, 1, 2, 3};

  @TempDir Path directory;

  @Test
  void readsBytesPlainAndZipped() throws IOException {
    for (byte[] bytes : new byte[][] {PIXELS, zipped(PIXELS)}) {
      Path file = file(bytes);
      assertThat(Idx.read(file).describe()).isEqualTo("int[2, 3]");
      assertThat(Idx.read(file).ints()).isEqualTo(new int[] {0, 51, 255, 1, 2, 3});
      assertThat(Idx.readFloats(file).floats())
          .isEqualTo(new float[] {0, 0.2f, 1, 1 / 255f, 2 / 255f, 3 / 255f});
    }
  }

  @Test
  void readsTheOtherTypes() throws IOException {
    assertThat(Idx.read(file(new byte[] {0, 0, 9, 1, 0, 0, 0, 1, -3})).ints())
        .isEqualTo(new int[] {-3});
    assertThat(Idx.read(file(new byte[] {0, 0, 11, 1, 0, 0, 0, 1, 1, 2})).ints())
        .isEqualTo(new int[] {258});
    assertThat(Idx.read(file(new byte[] {0, 0, 12, 1, 0, 0, 0, 1, 0, 0, 1, 2})).ints())
        .isEqualTo(new int[] {258});
    byte[] one = {0, 0, 13, 1, 0, 0, 0, 1, 0x3F, (byte) 0x80, 0, 0};
    assertThat(Idx.read(file(one)).floats()).isEqualTo(new float[] {1});
    byte[] two = {0, 0, 14, 0, 0x40, 0, 0, 0, 0, 0, 0, 0};
    assertThat(Idx.read(file(two)).toString()).isEqualTo("tensor(2., dtype=torch.float64)");
    assertThat(Idx.readFloats(file(two)).item()).isEqualTo(2);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(failure(Arrays.copyOf(PIXELS, 16)))
        .isEqualTo("is truncated: its shape [2, 3] takes 6 bytes, it has 4");
    assertThat(failure(Arrays.copyOf(PIXELS, 10))).isEqualTo("is truncated");
    assertThat(failure(new byte[0])).isEqualTo("is truncated");
    assertThat(failure(Arrays.copyOf(zipped(PIXELS), 25))).isEqualTo("is truncated");
    assertThat(failure(Arrays.copyOf(PIXELS, 20)))
        .isEqualTo("has more bytes than its shape [2, 3] takes");
    assertThat(failure(new byte[] {'P', 'K', 3, 4}))
        .isEqualTo("is no IDX file: it begins with 504b0304 instead of 000008xx");
    assertThat(failure(new byte[] {0, 0, 8, 1, -1, 0, 0, 0}))
        .startsWith("is too large, or no IDX file: shape [-");
    assertThat(failure(new byte[] {0, 0, 8, 2, 127, 0, 0, 0, 0, 0, 0, 3}))
        .startsWith("is too large, or no IDX file");
    Path missing = directory.resolve("nowhere");
    var thrown = assertThrows(IdxException.class, () -> Idx.read(missing));
    assertThat(thrown).hasMessageThat().isEqualTo(missing + " does not exist");
  }

  private String failure(byte[] bytes) throws IOException {
    Path file = file(bytes);
    var thrown = assertThrows(IdxException.class, () -> Idx.read(file));
    assertThat(thrown).hasMessageThat().startsWith(file + " ");
    return thrown.getMessage().substring(file.toString().length() + 1);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("file"), bytes);
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
