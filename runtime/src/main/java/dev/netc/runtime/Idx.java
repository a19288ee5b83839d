package dev.netc.runtime;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads IDX files, the format of MNIST and its kin, gzipped or not.
 *
 * <p>The file is two zero bytes, a byte for the type, a byte for the rank, the sizes (4 bytes each,
 * big-endian) and the elements, big-endian and row-major.
 *
 * <pre>{@code
 * Tensor images = Idx.readFloats(directory.resolve("train-images-idx3-ubyte.gz")); // [N, 28, 28]
 * Tensor labels = Idx.read(directory.resolve("train-labels-idx1-ubyte.gz")); // [N]
 * }</pre>
 */
public final class Idx {
  private static final int GZIP_MAGIC = 0x1F8B;

  private Idx() {}

  /**
   * Reads a file: whole numbers of any width as {@code INT}, the others as {@code FLOAT} and {@code
   * DOUBLE}.
   *
   * @throws IdxException if it cannot be read or does not follow the format
   */
  public static Tensor read(Path file) {
    Content content = content(file);
    ByteBuffer data = content.data;
    Tensor tensor = Tensor.zeros(content.element.type, content.shape);
    for (int i = 0; i < tensor.numel(); i++) {
      switch (content.element) {
        case UNSIGNED_BYTE -> tensor.intStorage()[i] = data.get() & 0xFF;
        case SIGNED_BYTE -> tensor.intStorage()[i] = data.get();
        case SHORT -> tensor.intStorage()[i] = data.getShort();
        case INT -> tensor.intStorage()[i] = data.getInt();
        case FLOAT -> tensor.floatStorage()[i] = data.getFloat();
        case DOUBLE -> tensor.doubleStorage()[i] = data.getDouble();
      }
    }
    return tensor;
  }

  /**
   * Reads a file as {@code FLOAT}. Unsigned bytes, which are pixels, are divided by 255, as
   * torchvision's {@code ToTensor} does.
   *
   * @throws IdxException if it cannot be read or does not follow the format
   */
  public static Tensor readFloats(Path file) {
    Content content = content(file);
    ByteBuffer data = content.data;
    Tensor tensor = Tensor.zeros(content.shape);
    float[] values = tensor.floatStorage();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (content.element) {
            case UNSIGNED_BYTE -> (data.get() & 0xFF) / 255f;
            case SIGNED_BYTE -> data.get();
            case SHORT -> data.getShort();
            case INT -> data.getInt();
            case FLOAT -> data.getFloat();
            case DOUBLE -> (float) data.getDouble();
          };
    }
    return tensor;
  }

  private enum Element {
    UNSIGNED_BYTE(0x08, 1, ElementType.INT),
    SIGNED_BYTE(0x09, 1, ElementType.INT),
    SHORT(0x0B, 2, ElementType.INT),
    INT(0x0C, 4, ElementType.INT),
    FLOAT(0x0D, 4, ElementType.FLOAT),
    DOUBLE(0x0E, 8, ElementType.DOUBLE);

    final int code;
    final int bytes;
    final ElementType type;

    Element(int code, int bytes, ElementType type) {
      this.code = code;
      this.bytes = bytes;
      this.type = type;
    }
  }

  private static final class Content {
    final Element element;
    final int[] shape;
    final ByteBuffer data;

    Content(Element element, int[] shape, byte[] data) {
      this.element = element;
      this.shape = shape;
      this.data = ByteBuffer.wrap(data);
    }
  }

  private static Content content(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream stream = unzipped(new BufferedInputStream(bytes, 1 << 16))) {
      return content(file, new DataInputStream(stream));
    } catch (NoSuchFileException e) {
      throw new IdxException(file + " does not exist", e);
    } catch (EOFException e) {
      throw new IdxException(file + " is truncated", e);
    } catch (ZipException e) {
      throw new IdxException(file + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IdxException("cannot read " + file + ": " + e, e);
    }
  }

  private static InputStream unzipped(BufferedInputStream stream) throws IOException {
    stream.mark(2);
    int magic = stream.read() << 8 | stream.read();
    stream.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(stream, 1 << 16) : stream;
  }

  private static Content content(Path file, DataInputStream stream) throws IOException {
    int magic = stream.readInt();
    Element element = null;
    for (Element known : Element.values()) {
      if (magic >>> 8 == known.code) {
        element = known;
      }
    }
    if (element == null) {
      throw new IdxException(
          "%s is no IDX file: it begins with %08x instead of 000008xx".formatted(file, magic));
    }
    int[] shape = new int[magic & 0xFF];
    long bytes = element.bytes;
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = stream.readInt();
      bytes *= shape[axis];
      if (shape[axis] < 0 || bytes > Integer.MAX_VALUE - 8) {
        throw new IdxException(file + " is too large, or no IDX file: shape " + Shapes.text(shape));
      }
    }
    byte[] data = stream.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new IdxException(
          "%s is truncated: its shape %s takes %d bytes, it has %d"
              .formatted(file, Shapes.text(shape), bytes, data.length));
    }
    if (stream.read() >= 0) {
      throw new IdxException(
          "%s has more bytes than its shape %s takes".formatted(file, Shapes.text(shape)));
    }
    return new Content(element, shape, data);
  }
}
