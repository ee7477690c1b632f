#!/bin/bash
# Makes the files beside it by other programs than Soundings: Info-ZIP zip 3.0, 7-Zip 16.02, gzip 1.12, Python 3.11.
# Run it in an empty folder; it writes into the folder of this script.
set -e
F=$(cd "$(dirname "$0")" && pwd)
mkdir -p data/deep __MACOSX .git
printf 'id,name\n1,Ada\n2,Bob\n' > data/a.csv
printf 'id,name\n3,Cid\n' > data/deep/b.csv
echo x | tee __MACOSX/._a.csv .git/config data/.DS_Store > /dev/null
seq 1 3000 > n.csv
rm -f "$F"/*.zip "$F"/*.gz
zip -qrX "$F/nested.zip" data __MACOSX .git
zip -qjX -P secret "$F/locked.zip" data/a.csv
zip -qjX -fz "$F/zip64.zip" data/a.csv
zip -qjX -Z bzip2 "$F/bzip2.zip" n.csv
7z a -bd -mm=Deflate64 "$F/deflate64.zip" ./n.csv > /dev/null
gzip -nc data/a.csv > "$F/one.csv.gz"
(gzip -nc data/a.csv; gzip -nc data/deep/b.csv) > "$F/joined.csv.gz"
# Names whose encoding the archive does not say: Python writes a name of as many letters, which is then replaced.
python3 - "$F/" <<'PYTHON'
import sys, zipfile
names = [('dos', 'cp437', 'Übersicht März.csv'), ('windows', 'cp1252', 'Übersicht März.csv'), ('mac', 'utf-8', 'Übersicht März.csv'),
         ('japanese', 'shift_jis', '顧客一覧データ.csv'), ('chinese', 'gb18030', '客户订单数据.csv')]
for file, encoding, name in names:
    path, raw = sys.argv[1] + file + '.zip', name.encode(encoding)
    with zipfile.ZipFile(path, 'w') as archive:
        archive.writestr(zipfile.ZipInfo('Q' * len(raw), (2026, 1, 1, 0, 0, 0)), 'id\n1\n')
    data = open(path, 'rb').read().replace(b'Q' * len(raw), raw)
    open(path, 'wb').write(data)
PYTHON
