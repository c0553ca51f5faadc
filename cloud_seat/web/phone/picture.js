// Shell: a file from camera or album → an upright JPEG of sensible size, without place, time or device inside.

const LONGEST_PX = 3000;
const QUALITY = 0.88;

/** JPEG as a Blob. Rejects when the browser cannot read the file as a picture. */
export async function asJpeg(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!jpeg) throw new Error("no picture");
  return jpeg;
}
