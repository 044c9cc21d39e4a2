// Listens for a picture pasted anywhere on the page and sends it, made small, as a data URL.
const LONGEST = 1280;

async function shrink(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL("image/png");
}

// What the browser cannot open goes as it is, so that the page can say what is wrong with it.
function asItIs(file) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(file.slice(0, 4000000));
  });
}

export default function (component) {
  const { setTriggerValue } = component;
  const paste = async (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    setTriggerValue("pasted", await shrink(file).catch(() => asItIs(file)));
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
